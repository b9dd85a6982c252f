import {isPeriod} from './aggregate.ts';
import {validationError} from './errors.ts';
import {parseExpression, type Expression} from './expression.ts';
import {sortDimensions, type Dimension, type MetricName} from './metric.ts';
import {parseStatistic, type Statistic} from './statistic.ts';

/** A query of GetMetricData as it is sent. */
export type SentQuery = {
	readonly Id: string;
	readonly MetricStat?: SentMetricStat | undefined;
	readonly Expression?: string | undefined;
	readonly Label?: string | undefined;
	readonly ReturnData?: boolean | undefined;
	readonly Period?: number | undefined;
	readonly AccountId?: string | undefined;
};

type SentMetricStat = {
	readonly Metric: {
		readonly Namespace?: string | undefined;
		readonly MetricName?: string | undefined;
		readonly Dimensions?: readonly Dimension[] | undefined;
	};
	readonly Period: number;
	readonly Stat: string;
	readonly Unit?: string | undefined;
};

/** A query that has been read. */
export type MetricQuery = {
	readonly id: string;
	readonly label: string | undefined;
	readonly isReturned: boolean;
	readonly accountId: string | undefined;
} & (
	| {
			readonly type: 'metric';
			readonly metric: MetricName;
			readonly periodSeconds: number;
			readonly statisticName: string;
			readonly statistic: Statistic;
			readonly unit: string | undefined;
	  }
	| {readonly type: 'expression'; readonly expression: Expression; readonly periodSeconds: number | undefined}
);

/** Queries of one request. */
const queryCountMax = 500;

const idPattern = /^[a-z][a-zA-Z0-9_]*$/;

/** Reads the queries of a request. Throws a ValidationError that names every mistake, a line each. */
export function readQueries(sent: readonly SentQuery[]): readonly MetricQuery[] {
	if (sent.length > queryCountMax)
		throw validationError(`The collection MetricDataQueries must not have a size greater than ${queryCountMax}.`);
	const problems = sent.flatMap((query, index) => [...problemsOf(query, `MetricDataQueries.member.${index + 1}`)]);
	if (new Set(sent.map(({Id}) => Id)).size < sent.length) problems.push('The values for parameter id in MetricDataQueries are not unique.');
	if (problems.length > 0) throw validationError(...problems);
	return sent.map(readQuery);
}

function* problemsOf({Id, MetricStat, Expression: text, Period}: SentQuery, path: string): Generator<string> {
	if (!idPattern.test(Id)) yield `The value ${Id} for parameter ${path}.Id is not matching the expected pattern ${idPattern.source}.`;
	if (MetricStat && text !== undefined)
		yield `The parameters ${path}.Expression and ${path}.MetricStat are mutually exclusive and you have specified both.`;
	if (!MetricStat && text === undefined)
		yield `At least one of the parameters ${path}.Expression and ${path}.MetricStat must be specified.`;
	if (Period !== undefined && !isPeriod(Period)) yield `The parameter ${path}.Period must be a multiple of 60.`;
	if (MetricStat) yield* problemsOfStat(MetricStat, `${path}.MetricStat`);
	if (text !== undefined) {
		if (/^\s*SELECT\s/i.test(text)) yield 'not implemented by sluice: Metrics Insights queries';
		else if (!parseExpression(text)) yield `Error in expression '${Id}': Invalid syntax`;
	}
}

function* problemsOfStat({Metric, Period, Stat}: SentMetricStat, path: string): Generator<string> {
	if (Metric.Namespace === undefined) yield `The parameter ${path}.Metric.Namespace is required.`;
	if (Metric.MetricName === undefined) yield `The parameter ${path}.Metric.MetricName is required.`;
	if (!isPeriod(Period)) yield `The parameter ${path}.Period must be a multiple of 60.`;
	const statistic = parseStatistic(Stat);
	if (statistic === undefined) yield `The value ${Stat} for parameter ${path}.Stat is not a valid statistic.`;
	if (statistic === 'lacking') yield `not implemented by sluice: the statistic ${Stat}`;
}

/** @param query Without problems. */
function readQuery(query: SentQuery): MetricQuery {
	const {Id: id, MetricStat, Expression: text = '', Label: label, ReturnData: isReturned = true, AccountId: accountId, Period} = query;
	const common = {id, label, isReturned, accountId};
	if (!MetricStat) {
		const expression = parseExpression(text);
		if (!expression) throw new Error('The expression has been read before.');
		return {...common, type: 'expression', expression, periodSeconds: Period};
	}
	const {Metric, Period: periodSeconds, Stat: statisticName, Unit: unit} = MetricStat;
	const {Namespace: namespace = '', MetricName: name = '', Dimensions = []} = Metric;
	const statistic = parseStatistic(statisticName);
	if (typeof statistic !== 'function') throw new Error('The statistic has been read before.');
	const metric = {namespace, name, dimensions: sortDimensions(Dimensions)};
	return {...common, type: 'metric', metric, periodSeconds, statisticName, statistic, unit};
}
