/** A list of passwords that have leaked somewhere, as a file of the operator's (SEC-PW-07). */
export abstract class BreachedPasswords {
  /**
   * Whether the list holds the password.
   * @param text in NFC, as it is hashed
   * @throws what the file system throws, and TypeError for a file that is no such list
   */
  abstract holds(file: string, text: string): Promise<boolean>;

  /** What is wrong with the file, from samples; null when nothing is. To be read after its name: `is not sorted`. */
  abstract faultOf(file: string): Promise<string | null>;
}
