"""The eight intents of common SaaS support, as defaults of `[intents]`."""

from typing import Any

DEFAULT_INTENTS: dict[str, dict[str, Any]] = {
    "password_reset": {
        "description": "Cannot sign in, forgot or wants to change the password, locked out, two-factor codes.",
        "examples": (
            "I forgot my password and the reset mail never arrives",
            "How do I reset my password?",
            "I am locked out of my account after too many attempts",
            "I lost my phone and cannot get past the two-factor code",
            "The sign-in link says it has expired",
        ),
        "suggested_action": "Check the sign-in log of the account before sending a new reset link.",
    },
    "billing_query": {
        "description": "Questions about invoices, charges, plans, prices, payment methods, taxes.",
        "examples": (
            "Why was I charged twice this month?",
            "Where can I download my invoices?",
            "How do I change the credit card on file?",
            "What does the Team plan cost per seat?",
            "We need our VAT number on the invoice",
        ),
        "suggested_action": "Open the billing page of the account and compare the last two invoices.",
    },
    "feature_question": {
        "description": "How to do something with the product, or whether it can do something.",
        "examples": (
            "How can I export my data to CSV?",
            "Is there an integration with Slack?",
            "How do I invite a colleague to my workspace?",
            "Can I set up recurring tasks?",
            "What are the limits for file uploads?",
        ),
        "suggested_action": "Answer from the product documentation; note the wish if the feature does not exist.",
    },
    "bug_report": {
        "description": "Something does not work as it should: errors, crashes, wrong or missing data, slowness.",
        "examples": (
            "The app crashes every time I open the calendar",
            "I get error 500 when I upload a file",
            "My dashboard shows the wrong numbers since yesterday",
            "Sync has stopped working on my laptop",
            "The page does not load in Firefox",
        ),
        "urgency": "high",
        "suggested_action": "Reproduce it, then ask for browser, time and a screenshot if they are missing.",
    },
    "account_deletion": {
        "description": "Wants the account, workspace or personal data deleted.",
        "examples": (
            "Please delete my account and all my data",
            "I want to close my account",
            "Under GDPR I ask you to erase my personal data",
            "How do I permanently remove my workspace?",
        ),
        "always_person": True,
        "suggested_action": "Verify that the owner of the account is asking, then follow the deletion checklist.",
    },
    "refund_request": {
        "description": "Wants money back, disputes a charge, asks for a credit.",
        "examples": (
            "I want a refund for last month",
            "Please give me my money back",
            "I was charged after cancelling, refund me",
            "Can you credit us for the downtime?",
        ),
        "always_person": True,
        "suggested_action": "Look at the charge and the refund policy; a person decides.",
    },
    "abuse_report": {
        "description": "Reports abuse, phishing, harassment, spam, a security hole or a stolen account.",
        "examples": (
            "Someone is using your service to send phishing mails",
            "I want to report harassment by another user",
            "My account was hacked and someone else is using it",
            "I found a security vulnerability in your website",
        ),
        "always_person": True,
        "urgency": "critical",
        "suggested_action": "Secure evidence first, then follow the abuse procedure.",
    },
    "general_question": {
        "description": "Anything else that a customer or a visitor may ask.",
        "examples": (
            "What are your support hours?",
            "Do you offer a discount for schools?",
            "Where is your company located?",
            "How can I reach your sales team?",
        ),
        "suggested_action": "Answer, or pass on to whoever knows.",
    },
}
