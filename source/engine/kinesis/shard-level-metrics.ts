/** In the order in which AWS shows them. */
export const shardLevelMetrics = [
	'IncomingBytes',
	'IncomingRecords',
	'OutgoingBytes',
	'OutgoingRecords',
	'WriteProvisionedThroughputExceeded',
	'ReadProvisionedThroughputExceeded',
	'IteratorAgeMilliseconds',
] as const;

/** The metrics that a request names: `ALL` stands for each. */
export function expandMetrics(names: readonly string[]): readonly string[] {
	return names.includes('ALL') ? shardLevelMetrics : names;
}

/** A set of metrics in AWS's order. */
export function sortMetrics(names: ReadonlySet<string>): string[] {
	return shardLevelMetrics.filter(name => names.has(name));
}
