import {expect, test} from 'vitest';
import {createCloudWatch, hourMs, type CloudWatch} from './call.ts';

const names = (cloudWatch: CloudWatch, input: object = {}): string[] =>
	cloudWatch
		.call('ListMetrics', input)
		.Metrics.map(({MetricName, Dimensions}) => [MetricName, ...Dimensions.map(({Name, Value}) => `${Name}=${Value}`)].join(' '));

test('metrics are found by namespace, name and some of their dimensions', () => {
	const cloudWatch = createCloudWatch();
	cloudWatch.put([1]);
	cloudWatch.put([1], {name: 'Sales', dimensions: {Shop: 'Bern', Kind: 'tea'}});
	cloudWatch.put([1], {name: 'Sales', dimensions: {Shop: 'Genf'}});

	expect(names(cloudWatch)).toEqual(['Latency', 'Sales Kind=tea Shop=Bern', 'Sales Shop=Genf']);
	expect(names(cloudWatch, {Namespace: 'Shop', MetricName: 'Latency'})).toEqual(['Latency']);
	expect(names(cloudWatch, {Namespace: 'Shops'})).toEqual([]);
	expect(names(cloudWatch, {Dimensions: [{Name: 'Shop'}]})).toHaveLength(2);
	expect(names(cloudWatch, {Dimensions: [{Name: 'Shop', Value: 'Bern'}]})).toEqual(['Sales Kind=tea Shop=Bern']);
	expect(
		names(cloudWatch, {
			Dimensions: [
				{Name: 'Shop', Value: 'Bern'},
				{Name: 'Kind', Value: 'milk'},
			],
		}),
	).toEqual([]);
});

test('500 metrics are a page, and pages neither repeat nor leave out any', () => {
	const cloudWatch = createCloudWatch();
	for (let index = 0; index < 501; index++) cloudWatch.put([1], {name: `m${index}`});

	const first = cloudWatch.call('ListMetrics');
	const second = cloudWatch.call('ListMetrics', {NextToken: first.NextToken});

	expect([first.Metrics.length, second.Metrics.length, second.NextToken]).toEqual([500, 1, undefined]);
	expect(new Set([...first.Metrics, ...second.Metrics].map(({MetricName}) => MetricName)).size).toBe(501);
});

test('a token that the engine did not make is refused', () => {
	expect(createCloudWatch().refusal('ListMetrics', {NextToken: 'bogus'}).code).toBe('InvalidNextToken');
});

test('metrics are listed for 14 days after their last value, recently active ones for 3 hours', () => {
	const cloudWatch = createCloudWatch();
	cloudWatch.put([1]);
	const isListed = (): boolean[] => [names(cloudWatch, {RecentlyActive: 'PT3H'}).length > 0, names(cloudWatch).length > 0];

	cloudWatch.clock.advance(3 * hourMs);
	expect(isListed()).toEqual([true, true]);
	cloudWatch.clock.advance(1);
	expect(isListed()).toEqual([false, true]);
	cloudWatch.clock.advance(14 * 24 * hourMs - 3 * hourMs - 1);
	expect(isListed()).toEqual([false, true]);
	cloudWatch.clock.advance(1);
	expect(isListed()).toEqual([false, false]);
});

test('the owners are told where linked accounts are asked for, and other accounts have nothing', () => {
	const cloudWatch = createCloudWatch();
	cloudWatch.put([1]);

	expect(cloudWatch.call('ListMetrics', {IncludeLinkedAccounts: true}).OwningAccounts).toEqual(['000000000000']);
	expect(cloudWatch.call('ListMetrics', {OwningAccount: '111122223333'}).Metrics).toEqual([]);
});

test('an unknown span of activity is refused', () => {
	expect(createCloudWatch().refusal('ListMetrics', {RecentlyActive: 'PT4H'})).toEqual({
		code: 'InvalidParameterValue',
		message: 'The parameter RecentlyActive must be a value in the set [ PT3H ].',
		status: 400,
	});
});

test('where there are 50,000 metrics, one more drops the tenth that was silent for the longest', () => {
	const cloudWatch = createCloudWatch();
	const put = (from: number, to: number): void => {
		for (let index = from; index < to; index += 1000) {
			const count = Math.min(1000, to - index);
			const MetricData = Array.from({length: count}, (_, offset) => ({
				MetricName: `m${String(index + offset).padStart(5, '0')}`,
				Value: 1,
			}));
			cloudWatch.call('PutMetricData', {Namespace: 'Shop', MetricData});
		}
	};
	put(0, 1);
	cloudWatch.clock.advance(hourMs);
	put(1, 50_000);
	expect(names(cloudWatch, {MetricName: 'm00000'})).toEqual(['m00000']);

	put(50_000, 50_001);

	expect(names(cloudWatch, {MetricName: 'm00000'})).toEqual([]);
	expect(names(cloudWatch, {MetricName: 'm50000'})).toEqual(['m50000']);
	expect(cloudWatch.state.all()).toHaveLength(45_001);
});
