import type {Line} from './math-value.ts';

/** What `${PROP('…')}` may name, and what `${LABEL}` is. */
export type LabelFacts = {
	readonly line: Line;
	/** The label that the query would have without one of its own. */
	readonly label: string;
	/** By name: `MetricName`, `Dim.QueueName`. */
	readonly properties: Readonly<Record<string, string>>;
};

/**
A label with what its dynamic parts stand for. Parts that are unknown stay as they are, and what needs a value is `--` where there is none.

@see [Use dynamic labels](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html)
*/
export function writeLabel(text: string, facts: LabelFacts): string {
	return text.replaceAll(/\$\{([^{}]*)\}/g, (whole, inner: string) => partOf(inner.trim(), facts) ?? whole);
}

function partOf(name: string, {line, label, properties}: LabelFacts): string | undefined {
	if (name === 'LABEL') return label;
	const property = /^PROP\(\s*['"](.*)['"]\s*\)$/.exec(name)?.[1];
	if (property !== undefined) return properties[property];
	const values = [...line.values()];
	const number = numberOf(name, values);
	if (number === undefined) return undefined;
	return values.length === 0 ? '--' : String(Math.round(number * 1000) / 1000);
}

function numberOf(name: string, values: readonly number[]): number | undefined {
	const sum = values.reduce((total, value) => total + value, 0);
	switch (name) {
		case 'AVG':
			return sum / values.length;
		case 'DATAPOINT_COUNT':
			return values.length;
		case 'FIRST':
			return values[0] ?? 0;
		case 'LAST':
			return values.at(-1) ?? 0;
		case 'MAX':
			return values.reduce((found, value) => Math.max(found, value), -Infinity);
		case 'MIN':
			return values.reduce((found, value) => Math.min(found, value), Infinity);
		case 'SUM':
			return sum;
		default:
			return undefined;
	}
}
