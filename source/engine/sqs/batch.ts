import {AwsError} from '../action.ts';
import {batchEntryIdsNotDistinct, emptyBatchRequest, invalidBatchEntryId, tooManyEntriesInBatchRequest} from './errors.ts';

const entryCountMax = 10;
const idPattern = /^[\w-]{1,80}$/;

/**
Throws what refuses a whole batch: no entries, more than 10, or bad or repeated Ids.

@param entryName As AWS's model has it: `SendMessageBatchRequestEntry`.
*/
export function checkBatch(entries: ReadonlyArray<{readonly Id?: string | undefined}>, entryName: string): void {
	if (entries.length === 0) throw emptyBatchRequest(entryName);
	if (entries.length > entryCountMax) throw tooManyEntriesInBatchRequest(entries.length);
	for (const {Id: id} of entries) if (id === undefined || !idPattern.test(id)) throw invalidBatchEntryId();
	const seen = new Set<string | undefined>();
	for (const {Id: id} of entries) {
		if (seen.has(id)) throw batchEntryIdsNotDistinct(id ?? '');
		seen.add(id);
	}
}

export type BatchFailure = {readonly Id: string; readonly SenderFault: boolean; readonly Code: string; readonly Message: string};

/** Runs one step per entry; an AwsError fails only its entry. Lists that stay empty are absent from the answer. */
export function runBatch<Entry extends {readonly Id?: string | undefined}, Success>(
	entries: readonly Entry[],
	step: (entry: Entry, id: string) => Success,
): {Successful: readonly Success[] | undefined; Failed: readonly BatchFailure[] | undefined} {
	const successful: Success[] = [];
	const failed: BatchFailure[] = [];
	for (const entry of entries) {
		const id = entry.Id ?? '';
		try {
			successful.push(step(entry, id));
		} catch (error) {
			if (!(error instanceof AwsError)) throw error;
			failed.push({Id: id, SenderFault: error.fault === 'Sender', Code: error.code, Message: error.message});
		}
	}
	return {Successful: successful.length > 0 ? successful : undefined, Failed: failed.length > 0 ? failed : undefined};
}
