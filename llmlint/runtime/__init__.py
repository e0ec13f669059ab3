"""Does the policy let this live call go out?

`install` puts a `gate` into force: `settings` finds its policy, `hooks` bring it before every request of the SDKs that are loaded
or will be.  For each call, `sites` and `context` and `deadlines` tell what surrounds it, `observe` reads the call, `derive` makes
facts of it, and the gate has them judged by the evaluator that the static side uses.
"""
