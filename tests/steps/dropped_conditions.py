"""What a draft may leave out of a passage and what not: who, under which condition, for how much, and what was not done.

Passages of another invented help centre; honest answers from them in other words; and answers that are wrong only by a
word that is missing, added or exchanged.
"""

from __future__ import annotations

from responder.domain import Passage


def _passage(name: str, title: str, body: str, heading: str = "") -> Passage:
    return Passage(
        id=f"{name}#1",
        article_id=name,
        title=title,
        heading=f"{title} > {heading}" if heading else title,
        body=body,
        url=f"https://help.tallyboat.example/{name}",
    )


ROLES = _passage(
    "roles",
    "Roles and permissions",
    "Administrators can export the data of a workspace. Members can export their own tasks. Only owners can delete a "
    "workspace. Viewers can read and comment, but they cannot edit. Managers can approve time sheets if the owner has "
    "switched this on. Two-factor authentication is required for administrators.",
)
MONEY = _passage(
    "money",
    "Payments and refunds",
    "You get your first monthly payment back if you ask within 7 days. Later payments are not refunded. "
    "The Crew plan costs 9 euros per user and month. Non-profits get 30 % off the yearly Crew plan after we have checked "
    "their papers.\n\n"
    "Upgrades are charged immediately; a downgrade takes effect at the end of the paid period. Unused days are credited "
    "only when you upgrade. An invoice can be corrected until the end of the year in which it was issued. "
    "You can cancel at any time, except during the first month of a yearly plan. Extra storage costs 4 € per 100 GB and "
    "month.",
)
ACCESS = _passage(
    "access",
    "Sign in",
    "To reset your password, choose “Forgot your password?” on the sign-in page. We mail you a link that is valid for 60 "
    "minutes. Do not share the link with anybody. After 5 wrong attempts the account is locked for 30 minutes. "
    "A password needs at least 10 characters. Sessions end after 12 hours unless you tick **Stay signed in**.",
)
FILES = _passage(
    "files",
    "Files and history",
    "Deleted files stay in the trash for 30 days on the Crew plan and for 7 days on the Solo plan. A file may be up to 250 "
    "MB. Webhooks are available on the Fleet plan only. Phone support is free for Fleet customers. Version history goes "
    "back 90 days. You can restore a file as long as it is in the trash. Files can be shared with up to 20 people.",
)
TALLYBOAT = (ROLES, MONEY, ACCESS, FILES)

HONEST_CONDITIONS: tuple[tuple[Passage, str], ...] = (
    (ROLES, "As an administrator, you can export the data of a workspace."),
    (ROLES, "A workspace can only be deleted by its owner."),
    (ROLES, "Viewers may read and comment but cannot edit anything."),
    (ROLES, "If the owner has switched it on, managers can approve time sheets."),
    (ROLES, "Administrators must use two-factor authentication."),
    (ROLES, "Members can export only their own tasks."),
    (MONEY, "If you ask within 7 days, you get your first monthly payment back."),
    (MONEY, "You get your first monthly payment back. You need to ask within 7 days."),
    (MONEY, "Please note that later payments are not refunded."),
    (MONEY, "The Crew plan is 9 € per user per month."),
    (MONEY, "Non-profits get 30% off the yearly Crew plan once we have checked their papers."),
    (MONEY, "If you upgrade, you are charged immediately."),
    (MONEY, "A downgrade takes effect at the end of the period you have paid for."),
    (MONEY, "Unused days are only credited when you upgrade."),
    (MONEY, "You can cancel any time, except in the first month of a yearly plan."),
    (MONEY, "Extra storage is 4 € per month for every 100 GB."),
    (ACCESS, "To reset your password, click “Forgot your password?” on the sign-in page."),
    (ACCESS, "You will then find a link in your mail that is valid for one hour."),
    (ACCESS, "After five wrong attempts, your account is locked for 30 minutes."),
    (ACCESS, "Please do not share this link with anybody."),
    (ACCESS, "Your session ends after 12 hours unless you tick “Stay signed in”."),
    (FILES, "On the Crew plan, deleted files stay in the trash for 30 days."),
    (FILES, "Each file can be up to 250 MB."),
    (FILES, "Webhooks are only available on the Fleet plan."),
    (FILES, "You can restore a file as long as it is still in the trash."),
)

EVIL_CONDITIONS: tuple[tuple[Passage, str], ...] = (
    # another actor, or none
    (ROLES, "Members can export the data."),
    (ROLES, "Members can export the data of a workspace."),
    (ROLES, "You can export the data of a workspace."),
    (ROLES, "Users can export the data of a workspace."),
    (ROLES, "Everybody can export the data of a workspace."),
    (ROLES, "Managers can export the data of a workspace."),
    (ROLES, "You can delete a workspace."),
    (ROLES, "Administrators can delete a workspace."),
    (ROLES, "Owners and members can delete a workspace."),
    (ROLES, "Any user can delete a workspace."),
    (ROLES, "Viewers can read, comment and edit."),
    (ROLES, "Managers can approve time sheets."),
    (ROLES, "Members can approve time sheets if the owner has switched this on."),
    (ROLES, "You can approve time sheets."),
    (ROLES, "Two-factor authentication is required for members."),
    (ROLES, "Two-factor authentication is optional for administrators."),
    (ROLES, "Viewers can approve time sheets if the owner has switched this on."),
    # the condition of a right is gone
    (MONEY, "You get your payment back."),
    (MONEY, "You get your monthly payment back."),
    (MONEY, "You get your first monthly payment back."),
    (MONEY, "You get your first monthly payment back if you ask."),
    (MONEY, "You get your payment back if you ask within 7 days."),
    (MONEY, "You get every monthly payment back if you ask within 7 days."),
    (MONEY, "Payments are refunded."),
    (MONEY, "Your payment is refunded if you ask."),
    (MONEY, "You get 30 % off the yearly Crew plan."),
    (MONEY, "Non-profits get 30 % off the Crew plan."),
    (MONEY, "Non-profits get 30 % off."),
    (MONEY, "Schools get 30 % off the yearly Crew plan after we have checked their papers."),
    (MONEY, "Unused days are credited."),
    (MONEY, "Unused days are credited when you downgrade."),
    (MONEY, "An invoice can be corrected."),
    (MONEY, "You can cancel at any time."),
    (MONEY, "You can cancel a yearly plan at any time."),
    (FILES, "Webhooks are available."),
    (FILES, "Webhooks are available on the Crew plan."),
    (FILES, "Webhooks are available on all plans."),
    (FILES, "Phone support is free."),
    (FILES, "Phone support is free for all customers."),
    (FILES, "You can restore a file."),
    (FILES, "You can always restore a file."),
    # per what
    (MONEY, "The Crew plan costs 9 euros."),
    (MONEY, "The Crew plan costs 9 euros per month."),
    (MONEY, "The Crew plan costs 9 euros per user."),
    (MONEY, "The Crew plan costs 9 euros per user and year."),
    (MONEY, "The Crew plan costs 9 euros per workspace and month."),
    (MONEY, "Extra storage costs 4 € per month."),
    (MONEY, "Extra storage costs 4 €."),
    # bounds
    (ACCESS, "The link is valid for up to 60 minutes or longer."),
    (ACCESS, "The link is valid for at least 60 minutes."),
    (ACCESS, "The link is valid for more than 60 minutes."),
    (ACCESS, "A password needs at most 10 characters."),
    (ACCESS, "A password needs up to 10 characters."),
    (FILES, "A file may be 250 MB or more."),
    (FILES, "A file may be over 250 MB."),
    (FILES, "Deleted files stay in the trash for 30 days or longer on the Crew plan."),
    (FILES, "Deleted files stay in the trash for 30 days on the Solo plan."),
    (FILES, "Deleted files stay in the trash for 30 days."),
    (FILES, "Files can be shared with at least 20 people."),
    (FILES, "Version history goes back at least 90 days."),
    # what nobody did
    (ACCESS, "Your password was reset."),
    (ACCESS, "Your password has been reset."),
    (ACCESS, "Your account is now unlocked."),
    (ACCESS, "Your account was unlocked."),
    (MONEY, "Your plan has been cancelled."),
    (MONEY, "Your first monthly payment was refunded."),
    (MONEY, "Your invoice has been corrected."),
    (FILES, "Your file was restored."),
    (FILES, "Your files have been restored from the trash."),
    (ROLES, "Your workspace was deleted."),
)
