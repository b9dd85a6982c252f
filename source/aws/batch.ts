import type {FailedEntry} from './queue.ts';

/** What the SDK's BatchResultErrorEntry holds. */
type WireFailure = {
	readonly Id?: string | undefined;
	readonly Code?: string | undefined;
	readonly Message?: string | undefined;
	readonly SenderFault?: boolean | undefined;
};

/** Batches of ten, one after the other; what each answers is joined. */
export async function inBatches<Item, Result>(
	items: readonly Item[],
	send: (batch: readonly Item[]) => Promise<readonly Result[]>,
	batchMax = 10,
): Promise<Result[]> {
	const results: Result[] = [];
	for (let start = 0; start < items.length; start += batchMax) results.push(...(await send(items.slice(start, start + batchMax))));
	return results;
}

export function failedEntries(failures: readonly WireFailure[] | undefined): FailedEntry[] {
	return (failures ?? []).map(({Id, Code, Message, SenderFault}) => ({
		id: Id ?? '',
		code: Code ?? '',
		message: Message ?? '',
		isSenderFault: SenderFault ?? false,
	}));
}
