-- What was found out and is wanted again, such as what `responder doctor mail` saw of an account.
CREATE TABLE remembered (
    name  text PRIMARY KEY,
    value jsonb NOT NULL,
    at    timestamptz NOT NULL
);
