/** STS remembers nothing; it knows the account it is asked for. */
export type StsState = {readonly accountId: string};
