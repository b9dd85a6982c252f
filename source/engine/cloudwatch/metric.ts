import type {EpochMs} from '../../shared/clock.ts';
import {Series} from './series.ts';

export type Dimension = {readonly Name: string; readonly Value: string};

/** What names a metric. Dimensions are in order of their names. */
export type MetricName = {readonly namespace: string; readonly name: string; readonly dimensions: readonly Dimension[]};

/** A metric and its values, which are kept apart by unit. */
export class Metric implements MetricName {
	readonly namespace: string;
	readonly name: string;
	readonly dimensions: readonly Dimension[];
	readonly #seriesByUnit = new Map<string, Series>();

	constructor({namespace, name, dimensions}: MetricName) {
		this.namespace = namespace;
		this.name = name;
		this.dimensions = dimensions;
	}

	/** When the last period with values began. */
	get lastMs(): EpochMs {
		let found = -Infinity;
		for (const {lastMs = -Infinity} of this.#seriesByUnit.values()) if (lastMs > found) found = lastMs;
		return found;
	}

	/** The values in a unit, to add to. */
	series(unit: string): Series {
		let series = this.#seriesByUnit.get(unit);
		if (!series) {
			series = new Series();
			this.#seriesByUnit.set(unit, series);
		}
		return series;
	}

	/** All values, or those in one unit. */
	units(unit?: string): ReadonlyArray<readonly [unit: string, series: Series]> {
		return [...this.#seriesByUnit].filter(([name]) => unit === undefined || name === unit);
	}
}

/** Text that tells metrics apart, and by whose order they are listed. */
export function metricKey({namespace, name, dimensions}: MetricName): string {
	return [namespace, name, ...dimensions.flatMap(({Name, Value}) => [Name, Value])].join('\u0000');
}

export function sortDimensions(dimensions: readonly Dimension[]): readonly Dimension[] {
	return dimensions.length < 2 ? dimensions : dimensions.toSorted((left, right) => (left.Name < right.Name ? -1 : 1));
}
