import {defineAction} from '../../action.ts';
import {boolean, double, integer, list, map, string, structure, timestamp} from '../../shape.ts';
import {invalidParameterValue, missingParameter} from '../errors.ts';
import {checkData, putDatum} from '../put.ts';
import {dimensions, metricName, namespace, unit} from '../shapes.ts';
import type {CloudWatchState} from '../state.ts';

const datumCountMax = 1000;

const statisticValues = structure({required: {SampleCount: double(), Sum: double(), Minimum: double(), Maximum: double()}});

const metricData = list(
	structure({
		required: {MetricName: metricName},
		optional: {
			Dimensions: dimensions,
			Timestamp: timestamp(),
			Value: double(),
			StatisticValues: statisticValues,
			Values: list(double(), {maxLength: 150}),
			Counts: list(double(), {maxLength: 150}),
			Unit: unit,
			StorageResolution: integer(),
		},
	}),
);

const entity = structure({optional: {KeyAttributes: map(string()), Attributes: map(string())}});

const input = structure({
	required: {Namespace: namespace},
	optional: {
		MetricData: metricData,
		EntityMetricData: list(structure({optional: {Entity: entity, MetricData: metricData}})),
		StrictEntityValidation: boolean(),
	},
});

const output = structure({});

/** Entities are accepted and not kept: nothing here relates metrics to them. */
export const putMetricData = defineAction<CloudWatchState, typeof input, typeof output>({
	name: 'PutMetricData',
	input,
	output,
	docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html',
	handle({Namespace, MetricData, EntityMetricData}, {state, nowMs}) {
		const lists = [MetricData ?? [], ...(EntityMetricData ?? []).map(one => one.MetricData ?? [])];
		const count = lists.reduce((total, data) => total + data.length, 0);
		if (count === 0) throw missingParameter('The parameter MetricData is required.');
		if (count > datumCountMax) throw invalidParameterValue(`The collection MetricData must not have a size greater than ${datumCountMax}.`);
		if (Namespace.startsWith('AWS/')) throw invalidParameterValue('The value AWS/ for parameter Namespace is invalid.');
		// All of them, before one is kept.
		for (const data of lists) checkData(data, nowMs);
		for (const datum of lists.flat()) putDatum(state, Namespace, datum, nowMs);
		return {};
	},
});
