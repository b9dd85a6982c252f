import type {Bucket} from './bucket.ts';

/** One number of the values of a period; undefined where they do not tell it. */
export type Statistic = (bucket: Bucket) => number | undefined;

const basicStatistics: Readonly<Record<string, Statistic>> = {
	SampleCount: ({sampleCount}) => sampleCount,
	Average: ({sum, sampleCount}) => sum / sampleCount,
	Sum: ({sum}) => sum,
	Minimum: ({minimum}) => minimum,
	Maximum: ({maximum}) => maximum,
};

/** Trimmed and winsorized means, trimmed counts and sums, percentile ranks and the interquartile mean. */
const lackingPattern = /^(?:iqm|(?:tm|wm|tc|ts)(?:\d{1,2}(?:\.\d{1,10})?|\([^()]*:[^()]*\))|pr\([^()]*:[^()]*\))$/i;
const percentilePattern = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;

/**
The statistic of that name; `lacking` for one that AWS has and the engine has not, undefined for none.

@see [CloudWatch statistics definitions](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html)
*/
export function parseStatistic(name: string): Statistic | 'lacking' | undefined {
	if (Object.hasOwn(basicStatistics, name)) return basicStatistics[name];
	const percentile = percentilePattern.exec(name)?.[1];
	if (percentile !== undefined) return bucket => percentileOf(bucket, Number(percentile));
	return lackingPattern.test(name) ? 'lacking' : undefined;
}

/** The smallest value that so many per cent of the values do not exceed. */
function percentileOf({values, minimum, sampleCount}: Bucket, percentile: number): number | undefined {
	if (values === undefined) return minimum;
	if (values === 'unknown') return undefined;
	const wanted = (percentile / 100) * sampleCount;
	let count = 0;
	let found = minimum;
	for (const [value, times] of [...values].toSorted(([left], [right]) => left - right)) {
		found = value;
		count += times;
		if (count >= wanted) break;
	}
	return found;
}
