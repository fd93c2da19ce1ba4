/** Every refusal code and its HTTP status. Clients switch on the code. */
export const refusals = {
  already_host: 409,
  answers_closed: 409,
  bulletin_not_found: 404,
  bulletin_sent: 409,
  bulletin_time_passed: 409,
  capacity_below_taken: 409,
  chat_closed: 409,
  chat_read_only: 409,
  code_invalid: 400,
  command_id_reused: 422,
  date_impossible: 400,
  door_links_full: 409,
  draft_incomplete: 409,
  email_invalid: 400,
  email_on_list: 409,
  push_key_changed: 409,
  photo_not_found: 404,
  photos_not_yet: 409,
  question_answer_invalid: 400,
  question_answers_long: 400,
  question_fixed: 409,
  question_unanswered: 400,
  removed_from_list: 403,
  email_required: 400,
  event_cancelled: 409,
  event_full: 409,
  event_not_found: 404,
  event_over: 409,
  event_published: 409,
  already_arrived: 409,
  not_arrived: 409,
  guest_has_no_email: 409,
  guest_not_found: 404,
  guest_on_list: 409,
  image_heic: 400,
  image_too_large: 413,
  image_unreadable: 400,
  last_host: 409,
  first_host: 409,
  link_invalid: 404,
  link_of_co_host: 403,
  mention_unknown: 409,
  message_not_found: 404,
  name_required: 400,
  not_allowed: 403,
  not_published: 409,
  nothing_to_confirm: 409,
  nudged_lately: 409,
  overloaded: 503,
  pass_not_found: 404,
  passkey_known: 409,
  passkey_missing: 403,
  passkey_not_found: 404,
  passkey_refused: 400,
  passkey_required: 403,
  password_common: 400,
  password_required: 409,
  password_unset: 409,
  password_wrong: 403,
  provider_address_unproven: 409,
  provider_address_unverified: 409,
  provider_begin_again: 400,
  provider_denied: 400,
  provider_linked_elsewhere: 409,
  provider_not_found: 404,
  provider_other_identity: 409,
  provider_refused: 400,
  provider_unavailable: 503,
  reauthentication_required: 403,
  session_not_found: 404,
  sign_in_failed: 401,
  sign_in_required: 401,
  sole_host: 409,
  too_many_bulletins: 409,
  too_many_guests: 409,
  too_many_nudges: 409,
  too_many_passkeys: 409,
  too_many_photos: 409,
  too_many_plus_ones: 409,
  too_many_questions: 409,
  too_many_renumbered: 409,
  too_many_requests: 429,
  unavailable: 503,
  viewer_changed: 409,
} as const;
export type RefusalCode = keyof typeof refusals;

/** Expected and safe to show. Thrown inside a decision, it leaves no trace of that decision. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** Facts that help the reader act, e.g. `{ seatsLeft: 2 }`. Never anything the reader may not see. */
  readonly facts: Record<string, string | number> | undefined;

  constructor(code: RefusalCode, facts?: Record<string, string | number>) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}

/** Throws a refusal. Usable where a value is expected: `row ?? refuse("guest_not_found")`. */
export function refuse(code: RefusalCode, facts?: Record<string, string | number>): never {
  throw new Refusal(code, facts);
}
