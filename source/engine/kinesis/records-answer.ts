import type {Infer} from '../shape.ts';
import {describeRecord} from './describe.ts';
import type {RecordRange} from './record-range.ts';
import type {childShard, record} from './shapes.ts';

type Others = {
	readonly NextShardIterator?: string;
	readonly ContinuationSequenceNumber?: string;
	readonly MillisBehindLatest: number;
	readonly ChildShards?: ReadonlyArray<Infer<typeof childShard>>;
};

/** An answer or an event that holds records. It describes them only when asked to: its writers take them as they are kept. */
export class RecordsAnswer {
	readonly range: RecordRange;
	readonly NextShardIterator: string | undefined;
	readonly ContinuationSequenceNumber: string | undefined;
	readonly MillisBehindLatest: number;
	readonly ChildShards: Others['ChildShards'] | undefined;

	constructor(range: RecordRange, others: Others) {
		this.range = range;
		this.NextShardIterator = others.NextShardIterator;
		this.ContinuationSequenceNumber = others.ContinuationSequenceNumber;
		this.MillisBehindLatest = others.MillisBehindLatest;
		this.ChildShards = others.ChildShards;
	}

	/** For those who want objects. */
	get Records(): ReadonlyArray<Infer<typeof record>> {
		return Array.from(this.range, describeRecord);
	}
}
