import type {EpochMs} from '../../shared/clock.ts';
import {invalidParameterCombination, invalidParameterValue} from './errors.ts';
import {sortDimensions, type Dimension} from './metric.ts';
import type {CloudWatchState} from './state.ts';

export type Datum = {
	readonly MetricName: string;
	readonly Dimensions?: readonly Dimension[] | undefined;
	readonly Timestamp?: EpochMs | undefined;
	readonly Value?: number | undefined;
	readonly StatisticValues?: StatisticValues | undefined;
	readonly Values?: readonly number[] | undefined;
	readonly Counts?: readonly number[] | undefined;
	readonly Unit?: string | undefined;
	readonly StorageResolution?: number | undefined;
};

type StatisticValues = {readonly SampleCount: number; readonly Sum: number; readonly Minimum: number; readonly Maximum: number};

const pastMsMax = 14 * 24 * 3_600_000;
const futureMsMax = 2 * 3_600_000;

/** Larger numbers are refused. */
const valueMax = 2 ** 360;

/** Throws an error that names what is wrong, a line each. Words are those of AWS where they are recorded; see docs/differences.md. */
export function checkData(data: readonly Datum[], nowMs: EpochMs): void {
	const pathOf = (index: number): string => `MetricData.member.${index + 1}`;
	const combinations = data.map((datum, index) => checkCombination(datum, pathOf(index))).filter(problem => problem !== undefined);
	if (combinations.length > 0) throw invalidParameterCombination(...combinations);
	const values = data
		.map((datum, index) => checkValues(datum, pathOf(index)) ?? checkTime(datum, pathOf(index), nowMs))
		.filter(problem => problem !== undefined);
	if (values.length > 0) throw invalidParameterValue(...values);
}

function checkCombination({Value, Values, StatisticValues}: Datum, path: string): string | undefined {
	const both = (left: string, right: string): string =>
		`The parameters ${path}.${left} and ${path}.${right} are mutually exclusive and you have specified both.`;
	if (Value !== undefined && Values) return both('Value', 'Values');
	if (Value !== undefined && StatisticValues) return both('Value', 'StatisticValues');
	if (Values && StatisticValues) return both('StatisticValues', 'Values');
	if (Value === undefined && !Values && !StatisticValues)
		return `At least one of the parameters ${path}.Value, ${path}.Values and ${path}.StatisticValues must be specified.`;
	return undefined;
}

function checkValues({Value, Values, Counts, StatisticValues, StorageResolution}: Datum, path: string): string | undefined {
	if (Values && Counts && Values.length !== Counts.length)
		return `The parameters ${path}.Values and ${path}.Counts must be of the same size.`;
	if (StorageResolution !== undefined && StorageResolution !== 1 && StorageResolution !== 60)
		return `The parameter ${path}.StorageResolution must be a value in the set [ 1, 60 ].`;
	const numbers = [
		...(Value === undefined ? [] : [{name: 'Value', value: Value}]),
		...(Values ?? []).map((value, index) => ({name: `Values.member.${index + 1}`, value})),
		...(Counts ?? []).map((value, index) => ({name: `Counts.member.${index + 1}`, value})),
		...Object.entries(StatisticValues ?? {}).map(([name, value]) => ({name: `StatisticValues.${name}`, value})),
	];
	// Not `>`, because NaN compares as false.
	const wrong = numbers.find(({value}) => !(Math.abs(value) <= valueMax));
	if (wrong) return `The value ${wrong.value} for parameter ${path}.${wrong.name} is invalid.`;
	const count = (Counts ?? []).findIndex(value => value < 0);
	if (count !== -1) return `The value ${Counts?.[count]} for parameter ${path}.Counts.member.${count + 1} is invalid.`;
	return StatisticValues && checkStatistics(StatisticValues, path);
}

function checkStatistics({SampleCount, Minimum, Maximum}: StatisticValues, path: string): string | undefined {
	if (SampleCount < 0) return `The value ${SampleCount} for parameter ${path}.StatisticValues.SampleCount is invalid.`;
	if (Minimum > Maximum) return `The parameter ${path}.StatisticValues.Maximum must be greater than ${path}.StatisticValues.Minimum.`;
	return undefined;
}

function checkTime({Timestamp}: Datum, path: string, nowMs: EpochMs): string | undefined {
	if (Timestamp === undefined) return undefined;
	if (Timestamp < nowMs - pastMsMax) return `The parameter ${path}.Timestamp must specify a time within the past two weeks.`;
	if (Timestamp > nowMs + futureMsMax) return `The parameter ${path}.Timestamp must specify a time no more than two hours in the future.`;
	return undefined;
}

/** Keeps a datum that has been checked. */
export function putDatum(state: CloudWatchState, namespace: string, datum: Datum, nowMs: EpochMs): void {
	const {MetricName: name, Dimensions = [], Timestamp: atMs = nowMs, Value, Values = [], Counts, StatisticValues, Unit = 'None'} = datum;
	const series = state.metric({namespace, name, dimensions: sortDimensions(Dimensions)}).series(Unit);
	if (Value !== undefined) series.add(Value, nowMs, {atMs});
	for (const [index, value] of Values.entries()) {
		const count = Counts?.[index] ?? 1;
		if (count > 0) series.add(value, nowMs, {atMs, count});
	}
	if (StatisticValues && StatisticValues.SampleCount > 0) {
		const {SampleCount: sampleCount, Sum: sum, Minimum: minimum, Maximum: maximum} = StatisticValues;
		series.addStatistics({sampleCount, sum, minimum, maximum}, nowMs, atMs);
	}
}
