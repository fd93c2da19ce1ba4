// npm run passkeys -- remove <address>. Its name ends in main.ts, by which a start of the product recognizes who has the data folder.
import { parseArgs } from "node:util";
import { onDatabase } from "../export/command.ts";
import { NotPossible } from "../export/files.ts";
import { removeLostPasskeys } from "./lost-passkeys.ts";

const { positionals } = parseArgs({ allowPositionals: true });
const [what, address] = positionals;

await onDatabase({ besideProduct: true, what: "No passkey is removed" }, async ({ database: { db } }) => {
  if (what !== "remove" || !address) throw new NotPossible("npm run passkeys -- remove <address>");
  const removed = await removeLostPasskeys(db, address);
  if (removed === null) throw new NotPossible("there is no account with this address");
  console.log(`${removed} removed, and the account is signed out everywhere: its owner can sign in by email, and add another.`);
});
