-- What a mail is called by servers that have names for mails which last (Gmail's X-GM-MSGID, EMAILID of RFC 8474).
CREATE TABLE server_mail (
    account    text NOT NULL,
    server_id  text NOT NULL,
    raw_sha256 text NOT NULL REFERENCES raw_mail,
    size       bigint NOT NULL,
    PRIMARY KEY (account, server_id)
);
