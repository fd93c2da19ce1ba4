// Made from docs/openapi.json by "npm run generate".
export interface paths {
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["signUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-up/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["confirmSignUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["requestSignInLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in-links/redemption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["redeemSignInLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/password-resets/redemption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteAccount"];
        options?: never;
        head?: never;
        patch: operations["editAccount"];
        trace?: never;
    };
    "/api/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/email-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["requestEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/email-changes/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["confirmEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete: operations["endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listPasskeys"];
        put?: never;
        post: operations["addPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkey-offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["offerPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkeys/{passkeyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["removePasskey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkey-questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["askForPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkey-sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["signInWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProvider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/provider-sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["beginProviderSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/linked-providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listLinkedProviders"];
        put?: never;
        post: operations["linkProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/linked-providers/{linkedId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["unlinkProvider"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOperatorOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/queues/{queue}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["retryFailedJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/deliverability-checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["checkDeliverability"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSuppressions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/suppressions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["restoreSuppression"];
        post?: never;
        delete: operations["liftSuppression"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEvent"];
        put?: never;
        post?: never;
        /** Deletes an event that is not published yet; a published one is cancelled */
        delete: operations["deleteDraft"];
        options?: never;
        head?: never;
        patch: operations["editEvent"];
        trace?: never;
    };
    "/api/events/{eventId}/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** What guests are asked beside the answer; what is left out stays as it is */
        put: operations["editQuestions"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/publication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["publishEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancelEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/copies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["duplicateEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/share-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getShareLink"];
        put?: never;
        post: operations["renewShareLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/hosts/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["removeHost"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listHosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/host-invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["inviteHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/host-invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["revokeHostInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/host-invitations/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getHostInvitation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/host-invitations/{token}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["acceptHostInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/{imageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/{imageId}/cover.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUploadedCover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/covers/{theme}/{seed}/{signature}.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDrawnCover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/rsvp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["answerInvitation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/rsvp/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** A guest who is going says that they still come */
        put: operations["confirmComing"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/confirmations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many guests confirmed that they still come, and how many who are going did not */
        get: operations["getConfirmations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Other events at the same time that the account hosts or has said yes to; none without an account */
        get: operations["listConflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/guests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listGuests"];
        put?: never;
        post: operations["addGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/guests.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The guest list as CSV, its headings and answers in the language of the reader, or else in English */
        get: operations["exportGuests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/guests.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The guest list as a spreadsheet, in the words of the CSV */
        get: operations["exportGuestsAsSpreadsheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/insight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Answers over time, who came, and the waitlist, in numbers */
        get: operations["getInsight"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/guests/{guestId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["removeGuest"];
        options?: never;
        head?: never;
        patch: operations["editGuest"];
        trace?: never;
    };
    "/api/events/{eventId}/guests/{guestId}/rsvp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["answerForGuest"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/guests/{guestId}/arrivals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** People of a party have come in, or that is taken back */
        post: operations["recordArrival"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/door/gates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many people have come in by each gate */
        get: operations["countByGate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/arrivals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a door recorded while it had no network: each of its facts counts once, however often and in whatever order */
        post: operations["mergeArrivals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/door/roster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All guests, with as little of each as a door needs without a network. Its tag is that of the event's log */
        get: operations["getRoster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/door/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Guests whom doors without a network let in twice, or after hosts had removed them */
        get: operations["listDoorFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/held-replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Replies of calendars that wait for a host's word, newest first */
        get: operations["listHeldReplies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/guest-tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tags that guests have, and how many have each */
        get: operations["listGuestTags"];
        put?: never;
        /** Give guests a tag, or take it from them; those who cannot have it are named, and keep nobody else from it */
        post: operations["tagGuests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/guest-removals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take guests off the list */
        post: operations["removeGuests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/guest-answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer for guests */
        post: operations["answerForGuests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/waitlist-moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the order of the waitlist; parties that cannot be moved are named, and keep no other from it */
        post: operations["moveOnWaitlist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/guests/{guestId}/settled-replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave a held reply of a calendar without effect */
        post: operations["settleReply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/removed-guests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listRemovedGuests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/guests/{guestId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getGuestHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/question-tallies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often each answer to the event's questions was given */
        get: operations["getQuestionTallies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/door-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this guest shows at the door, null for a host who is not on the list, and whether it is to be had as a pass for wallets */
        get: operations["getDoorCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/own-arrival": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether this guest came: was let in at the door, or, where nobody was, is going. False for a host who is not on the list */
        get: operations["getOwnArrival"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/door/guest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whose a scanned code is, and whether it counts; changes nothing */
        get: operations["findByDoorCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/wallet-pass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This guest's code for the door as a pass for Apple Wallet; not found where the operator has no certificate for that */
        get: operations["getWalletPass"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/door/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The links by which devices scan codes, and some of which have the guest list */
        get: operations["listDoorLinks"];
        put?: never;
        /** A link by which a device scans codes, also with the guest list; it is shown this once */
        post: operations["makeDoorLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/door/links/{linkId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["endDoorLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/door/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which door a door link is for */
        post: operations["openDoorLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/door/scans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whose a scanned code is, and whether it counts; changes nothing */
        post: operations["scanByDoorLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/door/arrivals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** People of the party whose code was shown have come in, or that is taken back */
        post: operations["recordArrivalByDoorLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/door/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** All guests, with as little of each as a door needs without a network; 204 where the device has this list */
        post: operations["getRosterByDoorLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/door/list/arrivals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** People of a listed guest's party have come in, or that is taken back */
        post: operations["recordListedArrivalByDoorLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/door/list/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the device of a link recorded while it had no network: each of its facts counts once, by the link's gate */
        post: operations["mergeArrivalsByDoorLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/door/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has come, by gate and by minute, and the answers, in numbers */
        get: operations["getBoard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/door/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same numbers by a door link, a few seconds old at most; changes nothing */
        post: operations["getBoardByDoorLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["claimGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/my-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listMyEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/recovery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mails a code to a guest of this event; the reply is the same for every address */
        post: operations["sendRecoveryCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/recovery/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["redeemRecoveryCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["inviteGuests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/guests/{guestId}/readmission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let in again somebody who was removed */
        post: operations["readmitGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/guests/{guestId}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resendInvitation"];
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/guests/{guestId}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A fresh personal link to hand over by other means than mail */
        post: operations["makePersonalLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/resent-invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Email guests their invitations again */
        post: operations["resendInvitations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/readmissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let in again guests who were removed */
        post: operations["readmitGuests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/held-invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations that have not gone out, and why */
        get: operations["listHeldInvitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/reminders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When guests are reminded, and how many */
        get: operations["listReminders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/bulletins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What hosts wrote to guests, and whom they can write to */
        get: operations["listBulletins"];
        put?: never;
        post: operations["sendBulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/nudges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["nudgeGuests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/bulletins/{bulletinId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["withdrawBulletin"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/bulletin-try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an email to yourself before guests get it */
        post: operations["tryBulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/bulletin-audience": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many people an email to a part of the guests would reach now */
        post: operations["countAudience"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/bulletins/{bulletinId}/recipients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the email to each guest */
        get: operations["listBulletinRecipients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listMessages"];
        put?: never;
        post: operations["postMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/messages/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteMessage"];
        options?: never;
        head?: never;
        patch: operations["editMessage"];
        trace?: never;
    };
    "/api/events/{eventId}/messages/{messageId}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["pinMessage"];
        post?: never;
        delete: operations["unpinMessage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listPhotos"];
        put?: never;
        /** A photo as the request's body: JPEG, PNG, WebP, AVIF or GIF; it is decoded and written anew, without its metadata */
        post: operations["addPhoto"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/photos/{photoId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The photo itself, as WebP */
        get: operations["getPhoto"];
        put?: never;
        post?: never;
        delete: operations["removePhoto"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/photos.zip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All photos in one archive */
        get: operations["downloadPhotos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/photos/{photoId}/restoration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["restorePhoto"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCalendarFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/calendar/{service}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Leads to a calendar on the web that opens with the event filled in */
        get: operations["openCalendarService"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar-feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The address of the feed of all events that the account hosts or comes to */
        post: operations["openCalendarFeed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/calendar-feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The address of the feed of one event, for this host or guest */
        post: operations["openEventCalendarFeed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key that browsers subscribe with, and the sender's browsers that are notified */
        get: operations["getPushState"];
        /** Notifies this browser of what concerns its account, or whoever came here by a link */
        put: operations["subscribeToPush"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/push/{subscriptionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Notifies one of the sender's browsers no more */
        delete: operations["endPush"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The account's newest notifications */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many of the account's notifications are unread */
        get: operations["countUnreadNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks notifications of the account as read, on all its devices */
        post: operations["readNotifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/notifications/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks as read what a guest without an account has seen on the event's page */
        post: operations["seeNotifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notification-choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which notifications the account wants, by which channel */
        get: operations["getNotificationChoices"];
        /** Chooses whether a channel brings the account one kind of notification */
        put: operations["chooseNotification"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/notification-choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which notifications of an event its host or guest wants, by which channel */
        get: operations["getEventNotificationChoices"];
        /** Chooses whether a channel brings one kind of notification of an event */
        put: operations["chooseEventNotification"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quiet-hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When the account's devices are left alone */
        get: operations["getQuietHours"];
        /** Sets when the account's devices are left alone */
        put: operations["setQuietHours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A picture as the request's body: JPEG, PNG, WebP, AVIF or GIF; it is decoded and written anew */
        post: operations["uploadImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/invitations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The invitation's HTML as one guest gets it */
        post: operations["previewInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{eventId}/bulletin-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The HTML of what a host writes to guests, as one of them gets it */
        post: operations["previewBulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/delivery-reports/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells what became of emails, as their provider
         * @description For mail providers, in their own formats: Amazon SES (by SNS), Mailgun, Postmark, SendGrid. Each proves itself in its own way. 200: taken, also if it was before, or if it is about other emails than ours. 401 and 400: posting it again does not help; 503: it does. 404: this instance takes none of this provider.
         */
        post: operations["reportDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: {
        /** @description Refused, for one of these reasons: code invalid, date impossible, email invalid, email required, image heic, image unreadable, invalid input, invalid request, name required, passkey refused, password common, provider begin again, provider denied, provider refused, question answer invalid, question answers long, question unanswered */
        400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    /** @constant */
                    status: 400;
                    /** @enum {unknown} */
                    code: "code_invalid" | "date_impossible" | "email_invalid" | "email_required" | "image_heic" | "image_unreadable" | "invalid_input" | "invalid_request" | "name_required" | "passkey_refused" | "password_common" | "provider_begin_again" | "provider_denied" | "provider_refused" | "question_answer_invalid" | "question_answers_long" | "question_unanswered";
                    requestId: string;
                    detail?: string;
                    facts?: {
                        [key: string]: string | number;
                    };
                    errors?: {
                        path: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Refused, for one of these reasons: sign in failed, sign in required */
        401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    /** @constant */
                    status: 401;
                    /** @enum {unknown} */
                    code: "sign_in_failed" | "sign_in_required";
                    requestId: string;
                    detail?: string;
                    facts?: {
                        [key: string]: string | number;
                    };
                    errors?: {
                        path: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Refused, for one of these reasons: link of co host, not allowed, passkey missing, passkey required, password wrong, reauthentication required, removed from list */
        403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    /** @constant */
                    status: 403;
                    /** @enum {unknown} */
                    code: "link_of_co_host" | "not_allowed" | "passkey_missing" | "passkey_required" | "password_wrong" | "reauthentication_required" | "removed_from_list";
                    requestId: string;
                    detail?: string;
                    facts?: {
                        [key: string]: string | number;
                    };
                    errors?: {
                        path: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Refused, for one of these reasons: bulletin not found, event not found, guest not found, link invalid, message not found, pass not found, passkey not found, photo not found, provider not found, session not found */
        404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    /** @constant */
                    status: 404;
                    /** @enum {unknown} */
                    code: "bulletin_not_found" | "event_not_found" | "guest_not_found" | "link_invalid" | "message_not_found" | "pass_not_found" | "passkey_not_found" | "photo_not_found" | "provider_not_found" | "session_not_found";
                    requestId: string;
                    detail?: string;
                    facts?: {
                        [key: string]: string | number;
                    };
                    errors?: {
                        path: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Refused, for one of these reasons: already arrived, already host, answers closed, bulletin sent, bulletin time passed, capacity below taken, chat closed, chat read only, door links full, draft incomplete, email on list, event cancelled, event full, event over, event published, first host, guest has no email, guest on list, last host, mention unknown, not arrived, not published, nothing to confirm, nudged lately, passkey known, password required, password unset, photos not yet, provider address unproven, provider address unverified, provider linked elsewhere, provider other identity, push key changed, question fixed, sole host, too many bulletins, too many guests, too many nudges, too many passkeys, too many photos, too many plus ones, too many questions, too many renumbered, viewer changed */
        409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    /** @constant */
                    status: 409;
                    /** @enum {unknown} */
                    code: "already_arrived" | "already_host" | "answers_closed" | "bulletin_sent" | "bulletin_time_passed" | "capacity_below_taken" | "chat_closed" | "chat_read_only" | "door_links_full" | "draft_incomplete" | "email_on_list" | "event_cancelled" | "event_full" | "event_over" | "event_published" | "first_host" | "guest_has_no_email" | "guest_on_list" | "last_host" | "mention_unknown" | "not_arrived" | "not_published" | "nothing_to_confirm" | "nudged_lately" | "passkey_known" | "password_required" | "password_unset" | "photos_not_yet" | "provider_address_unproven" | "provider_address_unverified" | "provider_linked_elsewhere" | "provider_other_identity" | "push_key_changed" | "question_fixed" | "sole_host" | "too_many_bulletins" | "too_many_guests" | "too_many_nudges" | "too_many_passkeys" | "too_many_photos" | "too_many_plus_ones" | "too_many_questions" | "too_many_renumbered" | "viewer_changed";
                    requestId: string;
                    detail?: string;
                    facts?: {
                        [key: string]: string | number;
                    };
                    errors?: {
                        path: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Refused, for one of these reasons: image too large, too large */
        413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    /** @constant */
                    status: 413;
                    /** @enum {unknown} */
                    code: "image_too_large" | "too_large";
                    requestId: string;
                    detail?: string;
                    facts?: {
                        [key: string]: string | number;
                    };
                    errors?: {
                        path: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Refused, for one of these reasons: invalid request */
        414: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    /** @constant */
                    status: 414;
                    /** @enum {unknown} */
                    code: "invalid_request";
                    requestId: string;
                    detail?: string;
                    facts?: {
                        [key: string]: string | number;
                    };
                    errors?: {
                        path: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Refused, for one of these reasons: invalid request */
        415: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    /** @constant */
                    status: 415;
                    /** @enum {unknown} */
                    code: "invalid_request";
                    requestId: string;
                    detail?: string;
                    facts?: {
                        [key: string]: string | number;
                    };
                    errors?: {
                        path: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Refused, for one of these reasons: misdirected */
        421: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    /** @constant */
                    status: 421;
                    /** @enum {unknown} */
                    code: "misdirected";
                    requestId: string;
                    detail?: string;
                    facts?: {
                        [key: string]: string | number;
                    };
                    errors?: {
                        path: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Refused, for one of these reasons: command id reused */
        422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    /** @constant */
                    status: 422;
                    /** @enum {unknown} */
                    code: "command_id_reused";
                    requestId: string;
                    detail?: string;
                    facts?: {
                        [key: string]: string | number;
                    };
                    errors?: {
                        path: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Refused, for one of these reasons: too many requests */
        429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    /** @constant */
                    status: 429;
                    /** @enum {unknown} */
                    code: "too_many_requests";
                    requestId: string;
                    detail?: string;
                    facts?: {
                        [key: string]: string | number;
                    };
                    errors?: {
                        path: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Refused, for one of these reasons: overloaded, provider unavailable, unavailable */
        503: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    /** @constant */
                    status: 503;
                    /** @enum {unknown} */
                    code: "overloaded" | "provider_unavailable" | "unavailable";
                    requestId: string;
                    detail?: string;
                    facts?: {
                        [key: string]: string | number;
                    };
                    errors?: {
                        path: string;
                        message: string;
                    }[];
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            locale: "en" | "de";
                            hasPassword: boolean;
                            hasPasskey: boolean;
                            takesReplies: boolean;
                            isOperator: boolean;
                            /** Format: date-time */
                            freshUntil: string;
                        } | null;
                    };
                };
            };
            400: components["responses"]["400"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    signUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** Format: email */
                    email: string;
                    /** Format: password */
                    password: string;
                    /** @enum {string} */
                    locale: "en" | "de";
                    next?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        sent: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    confirmSignUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    /** Format: password */
                    password?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            locale: "en" | "de";
                            hasPassword: boolean;
                            hasPasskey: boolean;
                            takesReplies: boolean;
                            isOperator: boolean;
                            /** Format: date-time */
                            freshUntil: string;
                        };
                        isNew: boolean;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            locale: "en" | "de";
                            hasPassword: boolean;
                            hasPasskey: boolean;
                            takesReplies: boolean;
                            isOperator: boolean;
                            /** Format: date-time */
                            freshUntil: string;
                        };
                        isNew: boolean;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    requestSignInLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    /** @enum {string} */
                    locale: "en" | "de";
                    next?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        sent: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    redeemSignInLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    /** @enum {string} */
                    locale: "en" | "de";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            locale: "en" | "de";
                            hasPassword: boolean;
                            hasPasskey: boolean;
                            takesReplies: boolean;
                            isOperator: boolean;
                            /** Format: date-time */
                            freshUntil: string;
                        };
                        isNew: boolean;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    /** @enum {string} */
                    locale: "en" | "de";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        sent: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    /** Format: password */
                    newPassword: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        done: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        done: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    deleteAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        done: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    editAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    locale?: "en" | "de";
                    takesReplies?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        email: string;
                        /** @enum {string} */
                        locale: "en" | "de";
                        hasPassword: boolean;
                        hasPasskey: boolean;
                        takesReplies: boolean;
                        isOperator: boolean;
                        /** Format: date-time */
                        freshUntil: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                    /** Format: password */
                    newPassword: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        done: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    requestEmailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        sent: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    confirmEmailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        done: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sessions: {
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            signedInAt: string;
                            /** Format: date-time */
                            lastSeenAt: string;
                            userAgent: string;
                            current: boolean;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        done: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        done: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        passkeys: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** Format: date-time */
                            addedAt: string;
                            usedAt: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    addPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    registration: {
                        id: string;
                        rawId: string;
                        /** @enum {string} */
                        type: "public-key";
                        /** @enum {string} */
                        authenticatorAttachment?: "platform" | "cross-platform";
                        clientExtensionResults: {
                            [key: string]: unknown;
                        };
                        response: {
                            clientDataJSON: string;
                            attestationObject: string;
                            transports?: string[];
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        done: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    offerPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        challenge: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    removePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkeyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        done: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    askForPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        challenge: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    signInWithPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    assertion: {
                        id: string;
                        rawId: string;
                        /** @enum {string} */
                        type: "public-key";
                        /** @enum {string} */
                        authenticatorAttachment?: "platform" | "cross-platform";
                        clientExtensionResults: {
                            [key: string]: unknown;
                        };
                        response: {
                            clientDataJSON: string;
                            authenticatorData: string;
                            signature: string;
                            userHandle?: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            locale: "en" | "de";
                            hasPassword: boolean;
                            hasPasskey: boolean;
                            takesReplies: boolean;
                            isOperator: boolean;
                            /** Format: date-time */
                            freshUntil: string;
                        };
                        isNew: boolean;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getProvider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        provider: {
                            label: string;
                        } | null;
                    };
                };
            };
            400: components["responses"]["400"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    beginProviderSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    next?: string;
                    /** @enum {string} */
                    locale: "en" | "de";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        url: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listLinkedProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        providers: {
                            /** Format: uuid */
                            id: string;
                            label: string;
                            isCurrent: boolean;
                            /** Format: date-time */
                            addedAt: string;
                            /** Format: date-time */
                            usedAt: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    linkProvider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        url: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    unlinkProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                linkedId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        done: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getOperatorOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        processes: {
                            /** Format: uuid */
                            id: string;
                            host: string;
                            pid: number;
                            roles: string[];
                            version: string;
                            /** Format: date-time */
                            startedAt: string;
                            /** Format: date-time */
                            seenAt: string;
                            connections: number;
                            isGone: boolean;
                        }[];
                        queues: {
                            queue: string;
                            due: number;
                            oldestSeconds: number;
                            waiting: number;
                            failed: number;
                        }[];
                        mail: {
                            accepted: number;
                            failed: number;
                            dropped: number;
                            waiting: number;
                            held: number;
                            oldestWaitingSeconds: number;
                            bounced: number;
                            complained: number;
                            unsubscribed: number;
                            suppressed: number;
                            lastFailure: {
                                /** Format: date-time */
                                queuedAt: string;
                                kind: string;
                                reason: string;
                            } | null;
                        };
                        takesReplies?: boolean;
                        abuse: {
                            limits: {
                                limit: string;
                                refused: number;
                            }[];
                            senders: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                email: string;
                                /** Format: date-time */
                                since: string;
                                emails: number;
                                failed: number;
                                events: number;
                            }[];
                            newAccounts: number;
                        };
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    retryFailedJobs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: "sendUrgentMail" | "sendMail.list" | "sendMail" | "tellGuest.list" | "tellGuest" | "tellRemoval" | "tellHosts" | "tellGuests" | "remindGuests" | "notify" | "listTimed" | "sendDigests" | "tellBulletin" | "tellBulletinPart" | "pushGuest.list" | "pushGuest" | "sendPush.list" | "sendPush" | "recordDelivery.list" | "recordDelivery" | "reworkTimes" | "forgetOld";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        retried: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                before?: number;
                account?: string;
                event?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            id: number;
                            /** Format: date-time */
                            at: string;
                            action: string;
                            actor: {
                                /** Format: uuid */
                                id: string;
                                name: string | null;
                            } | null;
                            eventId: string | null;
                            subject: {
                                /** Format: uuid */
                                id: string;
                                name: string | null;
                            } | null;
                        }[];
                        hasMore: boolean;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    checkDeliverability: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    servers: (string)[];
                    selectors: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        from: string;
                        servers: string[];
                        hasMailServer: boolean;
                        findings: {
                            /** @enum {string} */
                            about: "MX" | "SPF" | "DKIM" | "DMARC" | "PTR";
                            name: string | null;
                            /** @enum {string} */
                            code: "no_answer" | "no_answer_for_server" | "mx_good" | "mx_missing" | "mx_refuses_mail" | "mx_without_address" | "spf_good" | "spf_missing" | "spf_several" | "spf_lets_everybody" | "spf_refuses_server" | "spf_without_end" | "spf_cannot_be_judged" | "spf_server_unsaid" | "dkim_good" | "dkim_good_ed25519" | "dkim_missing" | "dkim_revoked" | "dkim_other_key" | "dkim_weak" | "dkim_unsaid" | "dmarc_good" | "dmarc_good_by_dkim_alone" | "dmarc_missing" | "dmarc_several" | "dmarc_without_policy" | "reverse_good" | "reverse_missing" | "reverse_leads_elsewhere" | "reverse_server_unsaid";
                            /** @enum {string} */
                            verdict: "good" | "missing" | "wrong" | "unknown";
                            facts: {
                                [key: string]: string | number;
                            };
                            add: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listSuppressions: {
        parameters: {
            query?: {
                email?: string;
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            id: string;
                            email: string | null;
                            key: string;
                            /** @enum {string} */
                            kind: "guests" | "invitations" | "digests" | "calendar" | "event" | "routine";
                            eventId: string | null;
                            /** @enum {string} */
                            reason: "unsubscribed" | "complained" | "bounced";
                            /** Format: date-time */
                            since: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    restoreSuppression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "unsubscribed" | "complained" | "bounced";
                    /** Format: date-time */
                    since: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        done: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    liftSuppression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lifted: {
                            /** @enum {string} */
                            reason: "unsubscribed" | "complained" | "bounced";
                            /** Format: date-time */
                            since: string;
                        } | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    createEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    /** Format: uuid */
                    eventId: string;
                    fields: {
                        title?: string;
                        description?: string;
                        allDay?: boolean;
                        starts?: string | null;
                        ends?: string | null;
                        zone?: string;
                        place?: {
                            /** @enum {string} */
                            kind: "later";
                        } | {
                            /** @enum {string} */
                            kind: "place";
                            name: string;
                            address: string;
                        } | {
                            /** @enum {string} */
                            kind: "online";
                            url: string | null;
                        };
                        cover?: {
                            /** @enum {string} */
                            theme: "confetti" | "sunrise" | "waves" | "grid" | "botanical" | "night" | "paper" | "bloom";
                            imageId: string | null;
                        };
                        capacity?: number | null;
                        plusOnesAllowed?: number;
                        waitlist?: boolean;
                        /** @enum {string} */
                        waitlistRule?: "strict" | "fillGaps";
                        answersClose?: string | null;
                        /** @enum {string} */
                        guestListFor?: "everyone" | "guests" | "hosts";
                        /** @enum {string} */
                        visibility?: "public" | "link" | "invited";
                        /** @enum {string} */
                        chat?: "open" | "readOnly" | "closed";
                        dayBeforeReminder?: boolean;
                        hoursBeforeReminder?: boolean;
                        calendarEntries?: boolean;
                        /** @enum {string} */
                        stillComing?: "off" | "dayBefore" | "twoDaysBefore";
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        eventId: string;
                        /** Format: uuid */
                        epoch: string;
                        seq: number;
                        viewer: {
                            /** @enum {string} */
                            class: "host" | "guest" | "public";
                            personId: string | null;
                            /** @enum {boolean} */
                            wasRemoved?: true;
                        };
                        details: {
                            title: string;
                            description: string;
                            startsAt: string | null;
                            endsAt: string | null;
                            zone: string;
                            allDay?: boolean;
                            starts?: string | null;
                            ends?: string | null;
                            answersClose?: string | null;
                            place: {
                                /** @enum {string} */
                                kind: "later";
                            } | {
                                /** @enum {string} */
                                kind: "place";
                                name: string;
                                address: string;
                            } | {
                                /** @enum {string} */
                                kind: "online";
                                url: string | null;
                            };
                            cover: {
                                /** @enum {string} */
                                theme: "confetti" | "sunrise" | "waves" | "grid" | "botanical" | "night" | "paper" | "bloom";
                                imageId: string | null;
                            };
                            capacity: number | null;
                            plusOnesAllowed: number;
                            waitlist: boolean;
                            /** @enum {string} */
                            waitlistRule: "strict" | "fillGaps";
                            answersCloseAt: string | null;
                            /** @enum {string} */
                            guestListFor: "everyone" | "guests" | "hosts";
                            /** @enum {string} */
                            visibility: "public" | "link" | "invited";
                            /** @enum {string} */
                            chat: "open" | "readOnly" | "closed";
                            dayBeforeReminder?: boolean;
                            hoursBeforeReminder?: boolean;
                            calendarEntries?: boolean;
                            /** @enum {string} */
                            stillComing?: "off" | "dayBefore" | "twoDaysBefore";
                            askedFrom?: string | null;
                            /** @enum {string} */
                            status: "draft" | "published" | "cancelled";
                            cancelNote: string;
                            revision: number;
                        };
                        hosts: {
                            /** Format: uuid */
                            userId: string;
                            name: string;
                        }[];
                        questions: {
                            id: string;
                            /** @enum {string} */
                            kind: "shortText" | "longText" | "oneOf" | "someOf" | "number" | "yesNo";
                            text: string;
                            options: {
                                id: string;
                                text: string;
                                /** @enum {boolean} */
                                archived?: true;
                            }[];
                            required: boolean;
                            perPerson: boolean;
                            asksMaybe: boolean;
                            /** @enum {boolean} */
                            archived?: true;
                        }[];
                        tally: {
                            going: number;
                            maybe: number;
                            waiting: number;
                            waitingParties: number;
                            declined: number | null;
                            silent: number | null;
                            arrived?: number;
                        };
                        faces: {
                            /** Format: uuid */
                            guestId: string;
                            name: string;
                        }[];
                        me: {
                            /** Format: uuid */
                            guestId: string;
                            name: string;
                            email: string | null;
                            /** @enum {string} */
                            standing: "none" | "going" | "maybe" | "declined" | "waiting";
                            partySize: number;
                            plusOnes: string[];
                            note: string;
                            ticket: number | null;
                            place: number | null;
                            claimed: boolean;
                            plusOnesAllowed?: number;
                            questionAnswers?: {
                                [key: string]: ((string | string[] | number | boolean) | null)[];
                            };
                            confirmedFor?: string;
                        } | null;
                        messages: {
                            /** Format: uuid */
                            messageId: string;
                            seq: number;
                            author: {
                                /** Format: uuid */
                                personId: string;
                                name: string;
                                /** @enum {string} */
                                role: "host" | "guest";
                            };
                            text: string;
                            mentions?: {
                                personId: string | null;
                                at: number;
                                length: number;
                            }[];
                            /** Format: date-time */
                            at: string;
                            replyTo: {
                                /** Format: uuid */
                                messageId: string;
                                name: string;
                                excerpt: string;
                            } | null;
                            editedAt: string | null;
                            deletedBy: ("author" | "host") | null;
                        }[];
                        hasOlderMessages: boolean;
                        pinned: {
                            /** Format: uuid */
                            messageId: string;
                            author: {
                                /** Format: uuid */
                                personId: string;
                                name: string;
                                /** @enum {string} */
                                role: "host" | "guest";
                            };
                            text: string;
                            mentions?: {
                                personId: string | null;
                                at: number;
                                length: number;
                            }[];
                        } | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    deleteDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        deleted: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    editEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    fields: {
                        title?: string;
                        description?: string;
                        allDay?: boolean;
                        starts?: string | null;
                        ends?: string | null;
                        zone?: string;
                        place?: {
                            /** @enum {string} */
                            kind: "later";
                        } | {
                            /** @enum {string} */
                            kind: "place";
                            name: string;
                            address: string;
                        } | {
                            /** @enum {string} */
                            kind: "online";
                            url: string | null;
                        };
                        cover?: {
                            /** @enum {string} */
                            theme: "confetti" | "sunrise" | "waves" | "grid" | "botanical" | "night" | "paper" | "bloom";
                            imageId: string | null;
                        };
                        capacity?: number | null;
                        plusOnesAllowed?: number;
                        waitlist?: boolean;
                        /** @enum {string} */
                        waitlistRule?: "strict" | "fillGaps";
                        answersClose?: string | null;
                        /** @enum {string} */
                        guestListFor?: "everyone" | "guests" | "hosts";
                        /** @enum {string} */
                        visibility?: "public" | "link" | "invited";
                        /** @enum {string} */
                        chat?: "open" | "readOnly" | "closed";
                        dayBeforeReminder?: boolean;
                        hoursBeforeReminder?: boolean;
                        calendarEntries?: boolean;
                        /** @enum {string} */
                        stillComing?: "off" | "dayBefore" | "twoDaysBefore";
                    };
                    override?: boolean;
                    quietly?: boolean;
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    editQuestions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    questions: {
                        id: string;
                        /** @enum {string} */
                        kind: "shortText" | "longText" | "oneOf" | "someOf" | "number" | "yesNo";
                        text: string;
                        options: {
                            id: string;
                            text: string;
                            /** @enum {boolean} */
                            archived?: true;
                        }[];
                        required: boolean;
                        perPerson: boolean;
                        asksMaybe: boolean;
                        /** @enum {boolean} */
                        archived?: true;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    publishEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    cancelEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    note: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    duplicateEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    /** Format: uuid */
                    newEventId: string;
                    again?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getShareLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        url: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    renewShareLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    removeHost: {
        parameters: {
            query: {
                commandId: string;
            };
            header?: never;
            path: {
                eventId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listHosts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        hosts: {
                            /** Format: uuid */
                            userId: string;
                            name: string;
                        }[];
                        invitations: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            mail: ("queued" | "sent" | "failed") | null;
                            held: {
                                /** @enum {string} */
                                by: "account" | "event" | "recipient";
                                /** Format: date-time */
                                until: string;
                            } | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    inviteHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: idn-email */
                    email: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    revokeHostInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getHostInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        startsAt: string | null;
                        endsAt: string | null;
                        zone: string;
                        allDay?: boolean;
                        starts?: string | null;
                        ends?: string | null;
                        place: {
                            /** @enum {string} */
                            kind: "later";
                        } | {
                            /** @enum {string} */
                            kind: "place";
                            name: string;
                            address: string;
                        } | {
                            /** @enum {string} */
                            kind: "online";
                            url: string | null;
                        };
                        title: string;
                        cover: {
                            /** @enum {string} */
                            theme: "confetti" | "sunrise" | "waves" | "grid" | "botanical" | "night" | "paper" | "bloom";
                            imageId: string | null;
                        };
                        /** Format: uuid */
                        eventId: string;
                        host: string;
                        email: string;
                    };
                };
            };
            400: components["responses"]["400"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    acceptHostInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        /** Format: uuid */
                        eventId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getUploadedCover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getDrawnCover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                theme: "confetti" | "sunrise" | "waves" | "grid" | "botanical" | "night" | "paper" | "bloom";
                seed: string;
                signature: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    answerInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    /** @enum {string} */
                    answer: "going" | "maybe" | "declined";
                    plusOnes: string[];
                    note: string;
                    questionAnswers?: {
                        [key: string]: ((string | string[] | number | boolean) | null)[];
                    };
                    name?: string;
                    /** Format: idn-email */
                    email?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        /** Format: uuid */
                        guestId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    confirmComing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    day: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getConfirmations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        confirmed: number;
                        unconfirmed: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listConflicts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        conflicts: {
                            /** Format: uuid */
                            eventId: string;
                            title: string;
                            hosting: boolean;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listGuests: {
        parameters: {
            query?: {
                search?: string;
                standing?: "none" | "going" | "maybe" | "declined" | "waiting";
                tag?: string;
                reach?: "never" | "opened" | "delivered";
                confirmed?: "yes" | "no";
                order?: "name" | "answered" | "added" | "line";
                cursor?: string;
            };
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        guests: {
                            /** Format: uuid */
                            guestId: string;
                            name: string;
                            email: string | null;
                            /** @enum {string} */
                            standing: "none" | "going" | "maybe" | "declined" | "waiting";
                            partySize: number;
                            plusOnes: string[];
                            note: string;
                            ticket: number | null;
                            source: ("invited" | "link" | "walkIn" | "host") | null;
                            answeredAt: string | null;
                            arrived?: number;
                            arrivedAt?: string | null;
                            arrivals?: {
                                /** Format: date-time */
                                at: string;
                                people: number;
                                gate: string;
                                /** Format: uuid */
                                commandId?: string;
                                /** Format: uuid */
                                device?: string;
                                counter?: number;
                                beyond?: number;
                                takesBack?: number;
                                /** @enum {boolean} */
                                takenBack?: true;
                                clockOff?: number;
                            }[];
                            tags?: string[];
                            questionAnswers?: {
                                [key: string]: ((string | string[] | number | boolean) | null)[];
                            };
                            confirmedFor?: string | null;
                            /** @enum {string} */
                            delivery?: "notSent" | "queued" | "sent" | "delayed" | "delivered" | "failed" | "complained" | "revoked";
                            opened?: boolean;
                            mailOpened?: boolean;
                        }[];
                        next: string | null;
                        total: number;
                        seq: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    addGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    /** Format: uuid */
                    guestId: string;
                    name: string;
                    /** Format: idn-email */
                    email?: string;
                    /** @enum {string} */
                    answer: "going" | "maybe" | "declined";
                    plusOnes: string[];
                    questionAnswers?: {
                        [key: string]: ((string | string[] | number | boolean) | null)[];
                    };
                    override?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    exportGuests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    exportGuestsAsSpreadsheet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getInsight: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        answers: {
                            /** Format: date-time */
                            at: string;
                            going: number;
                            maybe: number;
                            waiting: number;
                            declined: number;
                        }[];
                        guests: number;
                        answered: number;
                        opened: number;
                        expected: number;
                        came: number;
                        cameBesides: number;
                        waitingParties: number;
                        waitingPeople: number;
                        promoted: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    removeGuest: {
        parameters: {
            query: {
                commandId: string;
            };
            header?: never;
            path: {
                eventId: string;
                guestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    editGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                guestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    name?: string;
                    email?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    answerForGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                guestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    /** @enum {string} */
                    answer: "going" | "maybe" | "declined";
                    plusOnes: string[];
                    note?: string;
                    questionAnswers?: {
                        [key: string]: ((string | string[] | number | boolean) | null)[];
                    };
                    override?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    recordArrival: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                guestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    people: number;
                    override?: boolean;
                    gate?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    countByGate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        gates: {
                            gate: string;
                            people: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    mergeArrivals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    /** Format: uuid */
                    device: string;
                    /** Format: date-time */
                    sentAt: string;
                    facts: {
                        counter: number;
                        /** Format: date-time */
                        at: string;
                        gate: string;
                        /** Format: uuid */
                        guestId: string;
                        people: number;
                        beyond?: number;
                        takesBack?: number;
                        /** Format: uuid */
                        instead?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        outcomes: ("in" | "twice" | "takenBack" | "removed" | "unknown" | "tooMany")[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getRoster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: date-time */
                        at: string;
                        /** Format: date-time */
                        until: string;
                        title: string;
                        doorKey?: string;
                        guests: [
                            string,
                            string,
                            number,
                            number,
                            number,
                            number,
                            string
                        ][];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listDoorFindings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        findings: {
                            guest: {
                                /** Format: uuid */
                                guestId: string;
                                name: string;
                                email: string | null;
                                /** @enum {string} */
                                standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                partySize: number;
                                plusOnes: string[];
                                note: string;
                                ticket: number | null;
                                source: ("invited" | "link" | "walkIn" | "host") | null;
                                answeredAt: string | null;
                                arrived?: number;
                                arrivedAt?: string | null;
                                arrivals?: {
                                    /** Format: date-time */
                                    at: string;
                                    people: number;
                                    gate: string;
                                    /** Format: uuid */
                                    commandId?: string;
                                    /** Format: uuid */
                                    device?: string;
                                    counter?: number;
                                    beyond?: number;
                                    takesBack?: number;
                                    /** @enum {boolean} */
                                    takenBack?: true;
                                    clockOff?: number;
                                }[];
                                tags?: string[];
                                questionAnswers?: {
                                    [key: string]: ((string | string[] | number | boolean) | null)[];
                                };
                                confirmedFor?: string | null;
                            };
                            removed: boolean;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listHeldReplies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        replies: {
                            /** Format: uuid */
                            guestId: string;
                            from: string | null;
                            answer: ("going" | "maybe" | "declined") | null;
                            note: string;
                            proposal: {
                                starts: string;
                                ends: string | null;
                                zone: string | null;
                            } | null;
                            delegates?: string[];
                            seq: number;
                            name: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listGuestTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tags: {
                            tag: string;
                            guests: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    tagGuests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    guestIds: string[];
                    tag: string;
                    tagged: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        changed: string[];
                        full: string[];
                        missing: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    removeGuests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    guestIds: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        changed: string[];
                        waiting: string[];
                        missing: string[];
                        same: string[];
                        noEmail: string[];
                        revoked: string[];
                        full: string[];
                        listedAgain: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    answerForGuests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    guests: {
                        /** Format: uuid */
                        guestId: string;
                        /** @enum {string} */
                        answer: "going" | "maybe" | "declined";
                        plusOnes?: string[];
                        questionAnswers?: {
                            [key: string]: ((string | string[] | number | boolean) | null)[];
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        changed: string[];
                        waiting: string[];
                        missing: string[];
                        same: string[];
                        noEmail: string[];
                        revoked: string[];
                        full: string[];
                        listedAgain: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    moveOnWaitlist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    moves: {
                        /** Format: uuid */
                        guestId: string;
                        to: ("first" | "last" | "up" | "down") | {
                            /** Format: uuid */
                            behind: string;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        changed: string[];
                        same: string[];
                        notWaiting: string[];
                        seated: string[];
                        wasBehind: (string | "first")[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    settleReply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                guestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    reply: number;
                    declines: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listRemovedGuests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        guests: {
                            /** Format: uuid */
                            guestId: string;
                            name: string;
                            email: string | null;
                            /** @enum {string} */
                            standing: "none" | "going" | "maybe" | "declined" | "waiting";
                            partySize: number;
                            /** Format: date-time */
                            removedAt: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getGuestHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                guestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lines: {
                            seq: number;
                            /** Format: date-time */
                            at: string;
                            actor: {
                                /** @enum {string} */
                                kind: "host" | "guest" | "system";
                                personId: string | null;
                                name: string;
                            };
                            body: {
                                /** @enum {string} */
                                type: "event.created";
                                details: {
                                    title: string;
                                    description: string;
                                    startsAt: string | null;
                                    endsAt: string | null;
                                    zone: string;
                                    allDay?: boolean;
                                    starts?: string | null;
                                    ends?: string | null;
                                    answersClose?: string | null;
                                    place: {
                                        /** @enum {string} */
                                        kind: "later";
                                    } | {
                                        /** @enum {string} */
                                        kind: "place";
                                        name: string;
                                        address: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "online";
                                        url: string | null;
                                    };
                                    cover: {
                                        /** @enum {string} */
                                        theme: "confetti" | "sunrise" | "waves" | "grid" | "botanical" | "night" | "paper" | "bloom";
                                        imageId: string | null;
                                    };
                                    capacity: number | null;
                                    plusOnesAllowed: number;
                                    waitlist: boolean;
                                    /** @enum {string} */
                                    waitlistRule: "strict" | "fillGaps";
                                    answersCloseAt: string | null;
                                    /** @enum {string} */
                                    guestListFor: "everyone" | "guests" | "hosts";
                                    /** @enum {string} */
                                    visibility: "public" | "link" | "invited";
                                    /** @enum {string} */
                                    chat: "open" | "readOnly" | "closed";
                                    dayBeforeReminder?: boolean;
                                    hoursBeforeReminder?: boolean;
                                    calendarEntries?: boolean;
                                    /** @enum {string} */
                                    stillComing?: "off" | "dayBefore" | "twoDaysBefore";
                                    askedFrom?: string | null;
                                    /** @enum {string} */
                                    status: "draft" | "published" | "cancelled";
                                    cancelNote: string;
                                    revision: number;
                                };
                            } | {
                                /** @enum {string} */
                                type: "event.edited";
                                details: {
                                    title: string;
                                    description: string;
                                    startsAt: string | null;
                                    endsAt: string | null;
                                    zone: string;
                                    allDay?: boolean;
                                    starts?: string | null;
                                    ends?: string | null;
                                    answersClose?: string | null;
                                    place: {
                                        /** @enum {string} */
                                        kind: "later";
                                    } | {
                                        /** @enum {string} */
                                        kind: "place";
                                        name: string;
                                        address: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "online";
                                        url: string | null;
                                    };
                                    cover: {
                                        /** @enum {string} */
                                        theme: "confetti" | "sunrise" | "waves" | "grid" | "botanical" | "night" | "paper" | "bloom";
                                        imageId: string | null;
                                    };
                                    capacity: number | null;
                                    plusOnesAllowed: number;
                                    waitlist: boolean;
                                    /** @enum {string} */
                                    waitlistRule: "strict" | "fillGaps";
                                    answersCloseAt: string | null;
                                    /** @enum {string} */
                                    guestListFor: "everyone" | "guests" | "hosts";
                                    /** @enum {string} */
                                    visibility: "public" | "link" | "invited";
                                    /** @enum {string} */
                                    chat: "open" | "readOnly" | "closed";
                                    dayBeforeReminder?: boolean;
                                    hoursBeforeReminder?: boolean;
                                    calendarEntries?: boolean;
                                    /** @enum {string} */
                                    stillComing?: "off" | "dayBefore" | "twoDaysBefore";
                                    askedFrom?: string | null;
                                    /** @enum {string} */
                                    status: "draft" | "published" | "cancelled";
                                    cancelNote: string;
                                    revision: number;
                                };
                                changed: string[];
                                audienceChanged: boolean;
                                news?: {
                                    was: {
                                        startsAt: string | null;
                                        endsAt: string | null;
                                        zone: string;
                                        allDay?: boolean;
                                        starts?: string | null;
                                        ends?: string | null;
                                        place: {
                                            /** @enum {string} */
                                            kind: "later";
                                        } | {
                                            /** @enum {string} */
                                            kind: "place";
                                            name: string;
                                            address: string;
                                        } | {
                                            /** @enum {string} */
                                            kind: "online";
                                            url: string | null;
                                        };
                                    };
                                    quietly: boolean;
                                    note: string;
                                } | null;
                            } | {
                                /** @enum {string} */
                                type: "event.published";
                                details: {
                                    title: string;
                                    description: string;
                                    startsAt: string | null;
                                    endsAt: string | null;
                                    zone: string;
                                    allDay?: boolean;
                                    starts?: string | null;
                                    ends?: string | null;
                                    answersClose?: string | null;
                                    place: {
                                        /** @enum {string} */
                                        kind: "later";
                                    } | {
                                        /** @enum {string} */
                                        kind: "place";
                                        name: string;
                                        address: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "online";
                                        url: string | null;
                                    };
                                    cover: {
                                        /** @enum {string} */
                                        theme: "confetti" | "sunrise" | "waves" | "grid" | "botanical" | "night" | "paper" | "bloom";
                                        imageId: string | null;
                                    };
                                    capacity: number | null;
                                    plusOnesAllowed: number;
                                    waitlist: boolean;
                                    /** @enum {string} */
                                    waitlistRule: "strict" | "fillGaps";
                                    answersCloseAt: string | null;
                                    /** @enum {string} */
                                    guestListFor: "everyone" | "guests" | "hosts";
                                    /** @enum {string} */
                                    visibility: "public" | "link" | "invited";
                                    /** @enum {string} */
                                    chat: "open" | "readOnly" | "closed";
                                    dayBeforeReminder?: boolean;
                                    hoursBeforeReminder?: boolean;
                                    calendarEntries?: boolean;
                                    /** @enum {string} */
                                    stillComing?: "off" | "dayBefore" | "twoDaysBefore";
                                    askedFrom?: string | null;
                                    /** @enum {string} */
                                    status: "draft" | "published" | "cancelled";
                                    cancelNote: string;
                                    revision: number;
                                };
                            } | {
                                /** @enum {string} */
                                type: "event.cancelled";
                                details: {
                                    title: string;
                                    description: string;
                                    startsAt: string | null;
                                    endsAt: string | null;
                                    zone: string;
                                    allDay?: boolean;
                                    starts?: string | null;
                                    ends?: string | null;
                                    answersClose?: string | null;
                                    place: {
                                        /** @enum {string} */
                                        kind: "later";
                                    } | {
                                        /** @enum {string} */
                                        kind: "place";
                                        name: string;
                                        address: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "online";
                                        url: string | null;
                                    };
                                    cover: {
                                        /** @enum {string} */
                                        theme: "confetti" | "sunrise" | "waves" | "grid" | "botanical" | "night" | "paper" | "bloom";
                                        imageId: string | null;
                                    };
                                    capacity: number | null;
                                    plusOnesAllowed: number;
                                    waitlist: boolean;
                                    /** @enum {string} */
                                    waitlistRule: "strict" | "fillGaps";
                                    answersCloseAt: string | null;
                                    /** @enum {string} */
                                    guestListFor: "everyone" | "guests" | "hosts";
                                    /** @enum {string} */
                                    visibility: "public" | "link" | "invited";
                                    /** @enum {string} */
                                    chat: "open" | "readOnly" | "closed";
                                    dayBeforeReminder?: boolean;
                                    hoursBeforeReminder?: boolean;
                                    calendarEntries?: boolean;
                                    /** @enum {string} */
                                    stillComing?: "off" | "dayBefore" | "twoDaysBefore";
                                    askedFrom?: string | null;
                                    /** @enum {string} */
                                    status: "draft" | "published" | "cancelled";
                                    cancelNote: string;
                                    revision: number;
                                };
                            } | {
                                /** @enum {string} */
                                type: "host.added";
                                host: {
                                    /** Format: uuid */
                                    userId: string;
                                    name: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "host.removed";
                                /** Format: uuid */
                                userId: string;
                            } | {
                                /** @enum {string} */
                                type: "share.renewed";
                            } | {
                                /** @enum {string} */
                                type: "questions.edited";
                                questions: {
                                    id: string;
                                    /** @enum {string} */
                                    kind: "shortText" | "longText" | "oneOf" | "someOf" | "number" | "yesNo";
                                    text: string;
                                    options: {
                                        id: string;
                                        text: string;
                                        /** @enum {boolean} */
                                        archived?: true;
                                    }[];
                                    required: boolean;
                                    perPerson: boolean;
                                    asksMaybe: boolean;
                                    /** @enum {boolean} */
                                    archived?: true;
                                }[];
                            } | {
                                /** @enum {string} */
                                type: "guest.added";
                                guest: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    source: ("invited" | "link" | "walkIn" | "host") | null;
                                    answeredAt: string | null;
                                    arrived?: number;
                                    arrivedAt?: string | null;
                                    arrivals?: {
                                        /** Format: date-time */
                                        at: string;
                                        people: number;
                                        gate: string;
                                        /** Format: uuid */
                                        commandId?: string;
                                        /** Format: uuid */
                                        device?: string;
                                        counter?: number;
                                        beyond?: number;
                                        takesBack?: number;
                                        /** @enum {boolean} */
                                        takenBack?: true;
                                        clockOff?: number;
                                    }[];
                                    tags?: string[];
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string | null;
                                } | null;
                                offList: string | null;
                                tally: {
                                    going: number;
                                    maybe: number;
                                    waiting: number;
                                    waitingParties: number;
                                    declined: number | null;
                                    silent: number | null;
                                    arrived?: number;
                                };
                                leftLine: number | null;
                                own?: {
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    /** @enum {boolean} */
                                    unseen?: true;
                                };
                                me?: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string;
                                };
                                overrode: boolean;
                            } | {
                                /** @enum {string} */
                                type: "rsvp.answered";
                                guest: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    source: ("invited" | "link" | "walkIn" | "host") | null;
                                    answeredAt: string | null;
                                    arrived?: number;
                                    arrivedAt?: string | null;
                                    arrivals?: {
                                        /** Format: date-time */
                                        at: string;
                                        people: number;
                                        gate: string;
                                        /** Format: uuid */
                                        commandId?: string;
                                        /** Format: uuid */
                                        device?: string;
                                        counter?: number;
                                        beyond?: number;
                                        takesBack?: number;
                                        /** @enum {boolean} */
                                        takenBack?: true;
                                        clockOff?: number;
                                    }[];
                                    tags?: string[];
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string | null;
                                } | null;
                                offList: string | null;
                                tally: {
                                    going: number;
                                    maybe: number;
                                    waiting: number;
                                    waitingParties: number;
                                    declined: number | null;
                                    silent: number | null;
                                    arrived?: number;
                                };
                                leftLine: number | null;
                                own?: {
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    /** @enum {boolean} */
                                    unseen?: true;
                                };
                                me?: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string;
                                };
                                before: ("none" | "going" | "maybe" | "declined" | "waiting") | null;
                                byHost: boolean;
                                overrode: boolean;
                            } | {
                                /** @enum {string} */
                                type: "guest.confirmed";
                                /** Format: uuid */
                                guestId: string;
                                guest: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    source: ("invited" | "link" | "walkIn" | "host") | null;
                                    answeredAt: string | null;
                                    arrived?: number;
                                    arrivedAt?: string | null;
                                    arrivals?: {
                                        /** Format: date-time */
                                        at: string;
                                        people: number;
                                        gate: string;
                                        /** Format: uuid */
                                        commandId?: string;
                                        /** Format: uuid */
                                        device?: string;
                                        counter?: number;
                                        beyond?: number;
                                        takesBack?: number;
                                        /** @enum {boolean} */
                                        takenBack?: true;
                                        clockOff?: number;
                                    }[];
                                    tags?: string[];
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string | null;
                                } | null;
                                day: string;
                            } | {
                                /** @enum {string} */
                                type: "guest.promoted";
                                guest: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    source: ("invited" | "link" | "walkIn" | "host") | null;
                                    answeredAt: string | null;
                                    arrived?: number;
                                    arrivedAt?: string | null;
                                    arrivals?: {
                                        /** Format: date-time */
                                        at: string;
                                        people: number;
                                        gate: string;
                                        /** Format: uuid */
                                        commandId?: string;
                                        /** Format: uuid */
                                        device?: string;
                                        counter?: number;
                                        beyond?: number;
                                        takesBack?: number;
                                        /** @enum {boolean} */
                                        takenBack?: true;
                                        clockOff?: number;
                                    }[];
                                    tags?: string[];
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string | null;
                                } | null;
                                offList: string | null;
                                tally: {
                                    going: number;
                                    maybe: number;
                                    waiting: number;
                                    waitingParties: number;
                                    declined: number | null;
                                    silent: number | null;
                                    arrived?: number;
                                };
                                leftLine: number | null;
                                own?: {
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    /** @enum {boolean} */
                                    unseen?: true;
                                };
                                me?: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "guest.passedOver";
                                /** Format: uuid */
                                guestId: string;
                                ticket: number;
                                times: number;
                            } | {
                                /** @enum {string} */
                                type: "guest.movedOnWaitlist";
                                guest: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    source: ("invited" | "link" | "walkIn" | "host") | null;
                                    answeredAt: string | null;
                                    arrived?: number;
                                    arrivedAt?: string | null;
                                    arrivals?: {
                                        /** Format: date-time */
                                        at: string;
                                        people: number;
                                        gate: string;
                                        /** Format: uuid */
                                        commandId?: string;
                                        /** Format: uuid */
                                        device?: string;
                                        counter?: number;
                                        beyond?: number;
                                        takesBack?: number;
                                        /** @enum {boolean} */
                                        takenBack?: true;
                                        clockOff?: number;
                                    }[];
                                    tags?: string[];
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string | null;
                                } | null;
                                leftLine: number;
                                joinedLine: number;
                                place: number | null;
                                asked: boolean;
                                own?: {
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    /** @enum {boolean} */
                                    unseen?: true;
                                };
                                me?: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "guest.edited";
                                guest: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    source: ("invited" | "link" | "walkIn" | "host") | null;
                                    answeredAt: string | null;
                                    arrived?: number;
                                    arrivedAt?: string | null;
                                    arrivals?: {
                                        /** Format: date-time */
                                        at: string;
                                        people: number;
                                        gate: string;
                                        /** Format: uuid */
                                        commandId?: string;
                                        /** Format: uuid */
                                        device?: string;
                                        counter?: number;
                                        beyond?: number;
                                        takesBack?: number;
                                        /** @enum {boolean} */
                                        takenBack?: true;
                                        clockOff?: number;
                                    }[];
                                    tags?: string[];
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string | null;
                                } | null;
                                offList: string | null;
                                tally: {
                                    going: number;
                                    maybe: number;
                                    waiting: number;
                                    waitingParties: number;
                                    declined: number | null;
                                    silent: number | null;
                                    arrived?: number;
                                };
                                leftLine: number | null;
                                own?: {
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    /** @enum {boolean} */
                                    unseen?: true;
                                };
                                me?: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "guest.removed";
                                guest: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    source: ("invited" | "link" | "walkIn" | "host") | null;
                                    answeredAt: string | null;
                                    arrived?: number;
                                    arrivedAt?: string | null;
                                    arrivals?: {
                                        /** Format: date-time */
                                        at: string;
                                        people: number;
                                        gate: string;
                                        /** Format: uuid */
                                        commandId?: string;
                                        /** Format: uuid */
                                        device?: string;
                                        counter?: number;
                                        beyond?: number;
                                        takesBack?: number;
                                        /** @enum {boolean} */
                                        takenBack?: true;
                                        clockOff?: number;
                                    }[];
                                    tags?: string[];
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string | null;
                                } | null;
                                offList: string | null;
                                tally: {
                                    going: number;
                                    maybe: number;
                                    waiting: number;
                                    waitingParties: number;
                                    declined: number | null;
                                    silent: number | null;
                                    arrived?: number;
                                };
                                leftLine: number | null;
                                own?: {
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    /** @enum {boolean} */
                                    unseen?: true;
                                };
                                me?: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string;
                                };
                                guestId: string | null;
                            } | {
                                /** @enum {string} */
                                type: "guest.readmitted";
                                guest: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    source: ("invited" | "link" | "walkIn" | "host") | null;
                                    answeredAt: string | null;
                                    arrived?: number;
                                    arrivedAt?: string | null;
                                    arrivals?: {
                                        /** Format: date-time */
                                        at: string;
                                        people: number;
                                        gate: string;
                                        /** Format: uuid */
                                        commandId?: string;
                                        /** Format: uuid */
                                        device?: string;
                                        counter?: number;
                                        beyond?: number;
                                        takesBack?: number;
                                        /** @enum {boolean} */
                                        takenBack?: true;
                                        clockOff?: number;
                                    }[];
                                    tags?: string[];
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string | null;
                                } | null;
                                offList: string | null;
                                tally: {
                                    going: number;
                                    maybe: number;
                                    waiting: number;
                                    waitingParties: number;
                                    declined: number | null;
                                    silent: number | null;
                                    arrived?: number;
                                };
                                leftLine: number | null;
                                own?: {
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    /** @enum {boolean} */
                                    unseen?: true;
                                };
                                me?: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "guest.arrived";
                                guest: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    source: ("invited" | "link" | "walkIn" | "host") | null;
                                    answeredAt: string | null;
                                    arrived?: number;
                                    arrivedAt?: string | null;
                                    arrivals?: {
                                        /** Format: date-time */
                                        at: string;
                                        people: number;
                                        gate: string;
                                        /** Format: uuid */
                                        commandId?: string;
                                        /** Format: uuid */
                                        device?: string;
                                        counter?: number;
                                        beyond?: number;
                                        takesBack?: number;
                                        /** @enum {boolean} */
                                        takenBack?: true;
                                        clockOff?: number;
                                    }[];
                                    tags?: string[];
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string | null;
                                } | null;
                                offList: string | null;
                                tally: {
                                    going: number;
                                    maybe: number;
                                    waiting: number;
                                    waitingParties: number;
                                    declined: number | null;
                                    silent: number | null;
                                    arrived?: number;
                                };
                                leftLine: number | null;
                                own?: {
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    /** @enum {boolean} */
                                    unseen?: true;
                                };
                                me?: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    place: number | null;
                                    claimed: boolean;
                                    plusOnesAllowed?: number;
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string;
                                };
                                people: number;
                                gate?: string;
                                fact?: {
                                    /** Format: uuid */
                                    device: string;
                                    counter: number;
                                };
                            } | {
                                /** @enum {string} */
                                type: "guest.arrivedRemoved";
                                guest: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    source: ("invited" | "link" | "walkIn" | "host") | null;
                                    answeredAt: string | null;
                                    arrived?: number;
                                    arrivedAt?: string | null;
                                    arrivals?: {
                                        /** Format: date-time */
                                        at: string;
                                        people: number;
                                        gate: string;
                                        /** Format: uuid */
                                        commandId?: string;
                                        /** Format: uuid */
                                        device?: string;
                                        counter?: number;
                                        beyond?: number;
                                        takesBack?: number;
                                        /** @enum {boolean} */
                                        takenBack?: true;
                                        clockOff?: number;
                                    }[];
                                    tags?: string[];
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string | null;
                                };
                                people: number;
                                fact: {
                                    /** Format: uuid */
                                    device: string;
                                    counter: number;
                                };
                            } | {
                                /** @enum {string} */
                                type: "guest.tagged";
                                guest: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    source: ("invited" | "link" | "walkIn" | "host") | null;
                                    answeredAt: string | null;
                                    arrived?: number;
                                    arrivedAt?: string | null;
                                    arrivals?: {
                                        /** Format: date-time */
                                        at: string;
                                        people: number;
                                        gate: string;
                                        /** Format: uuid */
                                        commandId?: string;
                                        /** Format: uuid */
                                        device?: string;
                                        counter?: number;
                                        beyond?: number;
                                        takesBack?: number;
                                        /** @enum {boolean} */
                                        takenBack?: true;
                                        clockOff?: number;
                                    }[];
                                    tags?: string[];
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string | null;
                                };
                                tag: string;
                                tagged: boolean;
                            } | {
                                /** @enum {string} */
                                type: "guest.claimed";
                                /** Format: uuid */
                                guestId: string;
                                /** Format: uuid */
                                userId: string;
                            } | {
                                /** @enum {string} */
                                type: "guest.wrote";
                                /** Format: uuid */
                                guestId: string;
                                text: string;
                                from: string | null;
                                files: number;
                            } | {
                                /** @enum {string} */
                                type: "reply.held";
                                /** Format: uuid */
                                guestId: string;
                                from: string | null;
                                answer: ("going" | "maybe" | "declined") | null;
                                note: string;
                                proposal: {
                                    starts: string;
                                    ends: string | null;
                                    zone: string | null;
                                } | null;
                                delegates?: string[];
                            } | {
                                /** @enum {string} */
                                type: "reply.settled";
                                guest: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    source: ("invited" | "link" | "walkIn" | "host") | null;
                                    answeredAt: string | null;
                                    arrived?: number;
                                    arrivedAt?: string | null;
                                    arrivals?: {
                                        /** Format: date-time */
                                        at: string;
                                        people: number;
                                        gate: string;
                                        /** Format: uuid */
                                        commandId?: string;
                                        /** Format: uuid */
                                        device?: string;
                                        counter?: number;
                                        beyond?: number;
                                        takesBack?: number;
                                        /** @enum {boolean} */
                                        takenBack?: true;
                                        clockOff?: number;
                                    }[];
                                    tags?: string[];
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string | null;
                                };
                                reply: number;
                                declines: boolean;
                            } | {
                                /** @enum {string} */
                                type: "guest.invited";
                                guest: {
                                    /** Format: uuid */
                                    guestId: string;
                                    name: string;
                                    email: string | null;
                                    /** @enum {string} */
                                    standing: "none" | "going" | "maybe" | "declined" | "waiting";
                                    partySize: number;
                                    plusOnes: string[];
                                    note: string;
                                    ticket: number | null;
                                    source: ("invited" | "link" | "walkIn" | "host") | null;
                                    answeredAt: string | null;
                                    arrived?: number;
                                    arrivedAt?: string | null;
                                    arrivals?: {
                                        /** Format: date-time */
                                        at: string;
                                        people: number;
                                        gate: string;
                                        /** Format: uuid */
                                        commandId?: string;
                                        /** Format: uuid */
                                        device?: string;
                                        counter?: number;
                                        beyond?: number;
                                        takesBack?: number;
                                        /** @enum {boolean} */
                                        takenBack?: true;
                                        clockOff?: number;
                                    }[];
                                    tags?: string[];
                                    questionAnswers?: {
                                        [key: string]: ((string | string[] | number | boolean) | null)[];
                                    };
                                    confirmedFor?: string | null;
                                } | null;
                                tally: {
                                    going: number;
                                    maybe: number;
                                    waiting: number;
                                    waitingParties: number;
                                    declined: number | null;
                                    silent: number | null;
                                    arrived?: number;
                                };
                                delivery: ("notSent" | "queued" | "sent" | "delayed" | "delivered" | "failed" | "complained" | "revoked") | null;
                                message: string;
                            } | {
                                /** @enum {string} */
                                type: "invitation.revoked";
                                /** Format: uuid */
                                guestId: string;
                            } | {
                                /** @enum {string} */
                                type: "link.made";
                                /** Format: uuid */
                                guestId: string;
                            } | {
                                /** @enum {string} */
                                type: "delivery.changed";
                                /** Format: uuid */
                                guestId: string;
                                /** @enum {string} */
                                delivery: "notSent" | "queued" | "sent" | "delayed" | "delivered" | "failed" | "complained" | "revoked";
                                /** @enum {string} */
                                reason?: "noSuchAddress" | "noSuchDomain" | "mailboxFull" | "mailboxClosed" | "refused" | "tooLarge" | "gaveUp" | "bouncedBefore" | "unwanted" | "unknown";
                            } | {
                                /** @enum {string} */
                                type: "bulletin.queued";
                                /** Format: uuid */
                                bulletinId: string;
                                /** @enum {string} */
                                kind: "words" | "nudge";
                                to: ("none" | "going" | "maybe" | "declined" | "waiting")[];
                                /** @enum {boolean} */
                                isPart?: true;
                                /** Format: date-time */
                                due: string;
                            } | {
                                /** @enum {string} */
                                type: "bulletin.withdrawn";
                                /** Format: uuid */
                                bulletinId: string;
                            } | {
                                /** @enum {string} */
                                type: "bulletin.begun";
                                /** Format: uuid */
                                bulletinId: string;
                            } | {
                                /** @enum {string} */
                                type: "chat.posted";
                                message: {
                                    /** Format: uuid */
                                    messageId: string;
                                    seq: number;
                                    author: {
                                        /** Format: uuid */
                                        personId: string;
                                        name: string;
                                        /** @enum {string} */
                                        role: "host" | "guest";
                                    };
                                    text: string;
                                    mentions?: {
                                        personId: string | null;
                                        at: number;
                                        length: number;
                                    }[];
                                    /** Format: date-time */
                                    at: string;
                                    replyTo: {
                                        /** Format: uuid */
                                        messageId: string;
                                        name: string;
                                        excerpt: string;
                                    } | null;
                                    editedAt: string | null;
                                    deletedBy: ("author" | "host") | null;
                                };
                            } | {
                                /** @enum {string} */
                                type: "chat.edited";
                                /** Format: uuid */
                                messageId: string;
                                text: string;
                                mentions?: {
                                    personId: string | null;
                                    at: number;
                                    length: number;
                                }[];
                                mentioned?: string[];
                                /** Format: date-time */
                                editedAt: string;
                            } | {
                                /** @enum {string} */
                                type: "chat.deleted";
                                /** Format: uuid */
                                messageId: string;
                                /** @enum {string} */
                                deletedBy: "author" | "host";
                            } | {
                                /** @enum {string} */
                                type: "chat.pinned";
                                /** Format: uuid */
                                messageId: string;
                                author: {
                                    /** Format: uuid */
                                    personId: string;
                                    name: string;
                                    /** @enum {string} */
                                    role: "host" | "guest";
                                };
                                text: string;
                                mentions?: {
                                    personId: string | null;
                                    at: number;
                                    length: number;
                                }[];
                            } | {
                                /** @enum {string} */
                                type: "chat.unpinned";
                                /** Format: uuid */
                                messageId: string;
                            } | {
                                /** @enum {string} */
                                type: "chat.mentionErased";
                                /** Format: uuid */
                                messageId: string;
                                text: string;
                                mentions?: {
                                    personId: string | null;
                                    at: number;
                                    length: number;
                                }[];
                            } | {
                                /** @enum {string} */
                                type: "photo.added";
                                photo: {
                                    /** Format: uuid */
                                    photoId: string;
                                    seq: number;
                                    author: {
                                        /** Format: uuid */
                                        personId: string;
                                        name: string;
                                        /** @enum {string} */
                                        role: "host" | "guest";
                                    };
                                    width: number;
                                    height: number;
                                    /** Format: date-time */
                                    at: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "photo.removed";
                                /** Format: uuid */
                                photoId: string;
                                /** @enum {string} */
                                removedBy: "author" | "host";
                            };
                        }[];
                        place: number | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getQuestionTallies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        counts: {
                            question: string;
                            answer: string;
                            going: number;
                            maybe: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getDoorCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        url: string | null;
                        walletPass: boolean;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getOwnArrival: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        came: boolean;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    findByDoorCode: {
        parameters: {
            query: {
                code: string;
            };
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        verdict: "listed" | "ended" | "removed" | "otherEvent" | "forged";
                        guest: {
                            /** Format: uuid */
                            guestId: string;
                            name: string;
                            email: string | null;
                            /** @enum {string} */
                            standing: "none" | "going" | "maybe" | "declined" | "waiting";
                            partySize: number;
                            plusOnes: string[];
                            note: string;
                            ticket: number | null;
                            source: ("invited" | "link" | "walkIn" | "host") | null;
                            answeredAt: string | null;
                            arrived?: number;
                            arrivedAt?: string | null;
                            arrivals?: {
                                /** Format: date-time */
                                at: string;
                                people: number;
                                gate: string;
                                /** Format: uuid */
                                commandId?: string;
                                /** Format: uuid */
                                device?: string;
                                counter?: number;
                                beyond?: number;
                                takesBack?: number;
                                /** @enum {boolean} */
                                takenBack?: true;
                                clockOff?: number;
                            }[];
                            tags?: string[];
                            questionAnswers?: {
                                [key: string]: ((string | string[] | number | boolean) | null)[];
                            };
                            confirmedFor?: string | null;
                        } | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getWalletPass: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listDoorLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        links: {
                            /** Format: uuid */
                            id: string;
                            gate: string;
                            withList: boolean;
                            madeBy: string;
                            /** Format: date-time */
                            createdAt: string;
                            usedAt: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    makeDoorLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    gate: string;
                    /** @default false */
                    withList?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uri */
                        url: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    endDoorLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                linkId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    openDoorLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        title: string;
                        gate: string;
                        listOf: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    scanByDoorLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    code: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        verdict: "listed" | "ended" | "removed" | "otherEvent" | "forged";
                        guest: {
                            /** Format: uuid */
                            guestId: string;
                            name: string;
                            /** @enum {string} */
                            standing: "none" | "going" | "maybe" | "declined" | "waiting";
                            partySize: number;
                            arrived?: number;
                            arrivedAt?: string | null;
                            arrivals: {
                                /** Format: date-time */
                                at: string;
                                people: number;
                                gate: string;
                                /** @enum {boolean} */
                                takenBack?: true;
                            }[];
                        } | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    recordArrivalByDoorLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    people: number;
                    override?: boolean;
                    token: string;
                    code: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getRosterByDoorLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    tag?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: date-time */
                        at: string;
                        /** Format: date-time */
                        until: string;
                        title: string;
                        doorKey?: string;
                        guests: [
                            string,
                            string,
                            number,
                            number,
                            number,
                            number,
                            string
                        ][];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    recordListedArrivalByDoorLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    people: number;
                    override?: boolean;
                    token: string;
                    /** Format: uuid */
                    guestId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    mergeArrivalsByDoorLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    /** Format: uuid */
                    device: string;
                    /** Format: date-time */
                    sentAt: string;
                    facts: {
                        counter: number;
                        /** Format: date-time */
                        at: string;
                        gate: string;
                        /** Format: uuid */
                        guestId: string;
                        people: number;
                        beyond?: number;
                        takesBack?: number;
                        /** Format: uuid */
                        instead?: string;
                    }[];
                    token: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        outcomes: ("in" | "twice" | "takenBack" | "removed" | "unknown" | "tooMany")[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getBoard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: date-time */
                        at: string;
                        tally: {
                            going: number;
                            maybe: number;
                            waiting: number;
                            waitingParties: number;
                            declined: number | null;
                            silent: number | null;
                            arrived?: number;
                        };
                        gates: {
                            gate: string;
                            people: number;
                        }[];
                        minutes: {
                            /** Format: date-time */
                            at: string;
                            people: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getBoardByDoorLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: date-time */
                        at: string;
                        tally: {
                            going: number;
                            maybe: number;
                            waiting: number;
                            waitingParties: number;
                            declined: number | null;
                            silent: number | null;
                            arrived?: number;
                        };
                        gates: {
                            gate: string;
                            people: number;
                        }[];
                        minutes: {
                            /** Format: date-time */
                            at: string;
                            people: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    claimGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listMyEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: {
                            /** Format: uuid */
                            eventId: string;
                            details: {
                                title: string;
                                startsAt: string | null;
                                endsAt: string | null;
                                zone: string;
                                allDay?: boolean;
                                starts?: string | null;
                                ends?: string | null;
                                answersClose?: string | null;
                                place: {
                                    /** @enum {string} */
                                    kind: "later";
                                } | {
                                    /** @enum {string} */
                                    kind: "place";
                                    name: string;
                                    address: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "online";
                                    url: string | null;
                                };
                                cover: {
                                    /** @enum {string} */
                                    theme: "confetti" | "sunrise" | "waves" | "grid" | "botanical" | "night" | "paper" | "bloom";
                                    imageId: string | null;
                                };
                                capacity: number | null;
                                plusOnesAllowed: number;
                                waitlist: boolean;
                                /** @enum {string} */
                                waitlistRule: "strict" | "fillGaps";
                                answersCloseAt: string | null;
                                /** @enum {string} */
                                guestListFor: "everyone" | "guests" | "hosts";
                                /** @enum {string} */
                                visibility: "public" | "link" | "invited";
                                /** @enum {string} */
                                chat: "open" | "readOnly" | "closed";
                                dayBeforeReminder?: boolean;
                                hoursBeforeReminder?: boolean;
                                calendarEntries?: boolean;
                                /** @enum {string} */
                                stillComing?: "off" | "dayBefore" | "twoDaysBefore";
                                askedFrom?: string | null;
                                /** @enum {string} */
                                status: "draft" | "published" | "cancelled";
                                cancelNote: string;
                                revision: number;
                            };
                            hosting: boolean;
                            standing: ("none" | "going" | "maybe" | "declined" | "waiting") | null;
                            going: number;
                            waiting: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    sendRecoveryCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: idn-email */
                    email: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    redeemRecoveryCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: idn-email */
                    email: string;
                    code: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        guestId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    inviteGuests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    guests: {
                        /** Format: uuid */
                        guestId: string;
                        name: string;
                        email: string | null;
                        plusOnesAllowed: number | null;
                        locale: ("en" | "de") | null;
                    }[];
                    message: string;
                    send: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        added: number;
                        known: number;
                        knownIds?: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    readmitGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                guestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        /** @enum {string} */
                        standing: "none" | "going" | "maybe" | "declined" | "waiting";
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    resendInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                guestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    /** Format: idn-email */
                    email?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    revokeInvitation: {
        parameters: {
            query: {
                commandId: string;
            };
            header?: never;
            path: {
                eventId: string;
                guestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    makePersonalLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                guestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        url: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    resendInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    guestIds: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        changed: string[];
                        waiting: string[];
                        missing: string[];
                        same: string[];
                        noEmail: string[];
                        revoked: string[];
                        full: string[];
                        listedAgain: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    readmitGuests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    guestIds: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        changed: string[];
                        waiting: string[];
                        missing: string[];
                        same: string[];
                        noEmail: string[];
                        revoked: string[];
                        full: string[];
                        listedAgain: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listHeldInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        onTheWay: number;
                        held: {
                            /** Format: uuid */
                            guestId: string;
                            /** @enum {string} */
                            by: "account" | "event" | "recipient";
                            /** Format: date-time */
                            until: string;
                        }[];
                        failed: string[];
                        undelivered?: {
                            /** Format: uuid */
                            guestId: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            delivery: "failed" | "complained";
                            reason: ("noSuchAddress" | "noSuchDomain" | "mailboxFull" | "mailboxClosed" | "refused" | "tooLarge" | "gaveUp" | "bouncedBefore" | "unwanted" | "unknown") | null;
                        }[];
                        waiting?: {
                            /** Format: uuid */
                            guestId: string;
                            name: string;
                            email: string;
                            until: string | null;
                        }[];
                        neverReached?: number;
                        openedUnanswered?: number;
                        deliveredUnopened?: number;
                        takesMail?: boolean;
                        aDay: number | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listReminders: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        reminders: {
                            /** @enum {string} */
                            kind: "stillComing" | "dayBefore" | "hoursBefore";
                            isOn: boolean;
                            at: string | null;
                            local: string | null;
                            isAhead: boolean;
                        }[];
                        guests: number;
                        unconfirmed: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listBulletins: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bulletins: {
                            /** Format: uuid */
                            bulletinId: string;
                            /** @enum {string} */
                            kind: "words" | "nudge";
                            subject: string;
                            text: string;
                            to: ("none" | "going" | "maybe" | "declined" | "waiting")[];
                            part?: {
                                arrived?: boolean;
                                /** @enum {boolean} */
                                came?: true;
                                confirmed?: boolean;
                                tag?: string;
                                answer?: {
                                    question: string;
                                    value: string | boolean;
                                };
                                guestIds?: string[];
                            };
                            by: string;
                            /** Format: date-time */
                            due: string;
                            /** @enum {string} */
                            state: "scheduled" | "sending" | "sent" | "withdrawn" | "dropped";
                            recipients: number;
                            sent: number;
                            failed: number;
                            skipped: number;
                        }[];
                        people: {
                            going: number;
                            maybe: number;
                            declined: number;
                            waiting: number;
                            none: number;
                        };
                        withoutEmail?: {
                            going: number;
                            maybe: number;
                            declined: number;
                            waiting: number;
                            none: number;
                        };
                        leftToday: number;
                        nudge: {
                            people: number;
                            notBefore: string | null;
                            left: number;
                        };
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    sendBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    subject: string;
                    text: string;
                    to: ("none" | "going" | "maybe" | "declined" | "waiting")[];
                    part?: {
                        arrived?: boolean;
                        /** @enum {boolean} */
                        came?: true;
                        confirmed?: boolean;
                        tag?: string;
                        answer?: {
                            question: string;
                            value: string | boolean;
                        };
                        guestIds?: string[];
                    };
                    at: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        /** Format: uuid */
                        bulletinId: string;
                        /** Format: date-time */
                        due: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    nudgeGuests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                        /** Format: uuid */
                        bulletinId: string;
                        /** Format: date-time */
                        due: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    withdrawBulletin: {
        parameters: {
            query: {
                commandId: string;
            };
            header?: never;
            path: {
                eventId: string;
                bulletinId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    tryBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    subject: string;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        email: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    countAudience: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    part: {
                        arrived?: boolean;
                        /** @enum {boolean} */
                        came?: true;
                        confirmed?: boolean;
                        tag?: string;
                        answer?: {
                            question: string;
                            value: string | boolean;
                        };
                        guestIds?: string[];
                    } | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        people: {
                            going: number;
                            maybe: number;
                            declined: number;
                            waiting: number;
                            none: number;
                        };
                        withoutEmail?: {
                            going: number;
                            maybe: number;
                            declined: number;
                            waiting: number;
                            none: number;
                        };
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listBulletinRecipients: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                bulletinId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        recipients: {
                            /** Format: uuid */
                            guestId: string;
                            name: string;
                            email: string | null;
                            /** @enum {string} */
                            state: "returned" | "failed" | "skipped" | "waiting" | "sent";
                            why: ("unwanted" | "bouncedBefore" | "elsewhere") | null;
                        }[];
                        total: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                before?: number;
            };
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messages: {
                            /** Format: uuid */
                            messageId: string;
                            seq: number;
                            author: {
                                /** Format: uuid */
                                personId: string;
                                name: string;
                                /** @enum {string} */
                                role: "host" | "guest";
                            };
                            text: string;
                            mentions?: {
                                personId: string | null;
                                at: number;
                                length: number;
                            }[];
                            /** Format: date-time */
                            at: string;
                            replyTo: {
                                /** Format: uuid */
                                messageId: string;
                                name: string;
                                excerpt: string;
                            } | null;
                            editedAt: string | null;
                            deletedBy: ("author" | "host") | null;
                        }[];
                        hasOlder: boolean;
                        seq: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    postMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    text: string;
                    replyTo: string | null;
                    mentions?: {
                        /** Format: uuid */
                        personId: string;
                        at: number;
                        length: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    deleteMessage: {
        parameters: {
            query: {
                commandId: string;
            };
            header?: never;
            path: {
                eventId: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    editMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                    text: string;
                    mentions?: {
                        /** Format: uuid */
                        personId: string;
                        at: number;
                        length: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    pinMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    unpinMessage: {
        parameters: {
            query: {
                commandId: string;
            };
            header?: never;
            path: {
                eventId: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listPhotos: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        photos: {
                            /** Format: uuid */
                            photoId: string;
                            seq: number;
                            author: {
                                /** Format: uuid */
                                personId: string;
                                name: string;
                                /** @enum {string} */
                                role: "host" | "guest";
                            };
                            width: number;
                            height: number;
                            /** Format: date-time */
                            at: string;
                        }[];
                        seq: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    addPhoto: {
        parameters: {
            query: {
                commandId: string;
            };
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
                "image/avif": string;
                "image/gif": string;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getPhoto: {
        parameters: {
            query?: {
                format?: "whole" | "small";
            };
            header?: never;
            path: {
                eventId: string;
                photoId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    removePhoto: {
        parameters: {
            query: {
                commandId: string;
            };
            header?: never;
            path: {
                eventId: string;
                photoId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    downloadPhotos: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    restorePhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                photoId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    commandId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        commandId: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getCalendarFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    openCalendarService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                service: "google" | "outlook" | "office";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service's page, in `Location` */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    openCalendarFeed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    renew: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        url: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    openEventCalendarFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    renew: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        url: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getPushState: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        serverKey: string | null;
                        browsers: {
                            /** Format: uuid */
                            id: string;
                            userAgent: string;
                            /** Format: date-time */
                            since: string;
                            reachedAt: string | null;
                            /** @enum {string} */
                            locale: "en" | "de";
                            hidesDetails: boolean;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    subscribeToPush: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    endpoint: string;
                    p256dh: string;
                    auth: string;
                    serverKey: string;
                    /** @enum {string} */
                    locale: "en" | "de";
                    hidesDetails: boolean;
                    replaces?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        serverKey: string | null;
                        browsers: {
                            /** Format: uuid */
                            id: string;
                            userAgent: string;
                            /** Format: date-time */
                            since: string;
                            reachedAt: string | null;
                            /** @enum {string} */
                            locale: "en" | "de";
                            hidesDetails: boolean;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    endPush: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        done: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        notifications: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            title: string;
                            /** @enum {string} */
                            role: "host" | "guest";
                            /** @enum {string} */
                            kind: "answered" | "seatGiven" | "undelivered" | "wrote" | "replyHeld" | "promoted" | "changed" | "cancelled" | "announced" | "replied" | "mentioned" | "reminder" | "bulletin";
                            seq: number;
                            /** Format: date-time */
                            at: string;
                            isRead: boolean;
                            name: string | null;
                            answer: ("none" | "going" | "maybe" | "declined" | "waiting") | null;
                            messageId: string | null;
                            excerpt: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    countUnreadNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        unread: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    readNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids?: string[];
                    /** Format: uuid */
                    eventId?: string;
                    /** Format: date-time */
                    upTo?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        unread: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    seeNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seen: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getNotificationChoices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        choices: {
                            /** @enum {string} */
                            kind: "answered" | "seatGiven" | "undelivered" | "wrote" | "replyHeld" | "promoted" | "changed" | "cancelled" | "announced" | "replied" | "mentioned" | "reminder" | "bulletin";
                            /** @enum {string} */
                            channel: "bell" | "push";
                            isOn: boolean;
                        }[];
                        emails: {
                            /** @enum {string} */
                            kind: "answered" | "seatGiven" | "undelivered" | "announced" | "replied" | "mentioned";
                            /** @enum {string} */
                            pace: "atOnce" | "quiet" | "daily" | "off";
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    chooseNotification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "answered" | "seatGiven" | "undelivered" | "wrote" | "replyHeld" | "promoted" | "changed" | "cancelled" | "announced" | "replied" | "mentioned" | "reminder" | "bulletin";
                    /** @enum {string} */
                    channel: "bell" | "push";
                    isOn: boolean | null;
                } | {
                    /** @enum {string} */
                    kind: "answered" | "seatGiven" | "undelivered" | "announced" | "replied" | "mentioned";
                    /** @enum {string} */
                    channel: "email";
                    pace: ("atOnce" | "quiet" | "daily" | "off") | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        choices: {
                            /** @enum {string} */
                            kind: "answered" | "seatGiven" | "undelivered" | "wrote" | "replyHeld" | "promoted" | "changed" | "cancelled" | "announced" | "replied" | "mentioned" | "reminder" | "bulletin";
                            /** @enum {string} */
                            channel: "bell" | "push";
                            isOn: boolean;
                        }[];
                        emails: {
                            /** @enum {string} */
                            kind: "answered" | "seatGiven" | "undelivered" | "announced" | "replied" | "mentioned";
                            /** @enum {string} */
                            pace: "atOnce" | "quiet" | "daily" | "off";
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getEventNotificationChoices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        title: string;
                        choices: {
                            /** @enum {string} */
                            kind: "answered" | "seatGiven" | "undelivered" | "wrote" | "replyHeld" | "promoted" | "changed" | "cancelled" | "announced" | "replied" | "mentioned" | "reminder" | "bulletin";
                            /** @enum {string} */
                            channel: "bell" | "push";
                            isOn: boolean;
                        }[];
                        emails: {
                            /** @enum {string} */
                            kind: "answered" | "seatGiven" | "undelivered" | "announced" | "replied" | "mentioned";
                            /** @enum {string} */
                            pace: "atOnce" | "quiet" | "daily" | "off";
                        }[];
                        /** @enum {string} */
                        unsubscribed?: "all" | "routine";
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            414: components["responses"]["414"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    chooseEventNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "answered" | "seatGiven" | "undelivered" | "wrote" | "replyHeld" | "promoted" | "changed" | "cancelled" | "announced" | "replied" | "mentioned" | "reminder" | "bulletin";
                    /** @enum {string} */
                    channel: "bell" | "push";
                    isOn: boolean | null;
                } | {
                    /** @enum {string} */
                    kind: "answered" | "seatGiven" | "undelivered" | "announced" | "replied" | "mentioned";
                    /** @enum {string} */
                    channel: "email";
                    pace: ("atOnce" | "quiet" | "daily" | "off") | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        title: string;
                        choices: {
                            /** @enum {string} */
                            kind: "answered" | "seatGiven" | "undelivered" | "wrote" | "replyHeld" | "promoted" | "changed" | "cancelled" | "announced" | "replied" | "mentioned" | "reminder" | "bulletin";
                            /** @enum {string} */
                            channel: "bell" | "push";
                            isOn: boolean;
                        }[];
                        emails: {
                            /** @enum {string} */
                            kind: "answered" | "seatGiven" | "undelivered" | "announced" | "replied" | "mentioned";
                            /** @enum {string} */
                            pace: "atOnce" | "quiet" | "daily" | "off";
                        }[];
                        /** @enum {string} */
                        unsubscribed?: "all" | "routine";
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getQuietHours: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        quietHours: {
                            begins: string;
                            ends: string;
                            zone: string;
                        } | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            421: components["responses"]["421"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    setQuietHours: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    quietHours: {
                        begins: string;
                        ends: string;
                        zone: string;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        quietHours: {
                            begins: string;
                            ends: string;
                            zone: string;
                        } | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    uploadImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
                "image/avif": string;
                "image/gif": string;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        imageId: string;
                        width: number;
                        height: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    previewInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    name: string;
                    locale: ("en" | "de") | "";
                    message: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    previewBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** Format: uuid */
                    guestId?: string;
                    name: string;
                    /** @enum {string} */
                    kind: "words" | "nudge";
                    subject: string;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    reportDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: "amazon-ses" | "mailgun" | "postmark" | "sendgrid";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            421: components["responses"]["421"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
}
