import {expect, test} from 'vitest';
import type {MetricReading} from '../../../source/engine/action.ts';
import {createCloudWatch, hourMs, minuteMs, startMs, type CloudWatch} from './call.ts';

/** A queue whose number of visible messages the test sets, in a world that tells when it is read. */
function withQueue(): {cloudWatch: CloudWatch; readAtMs: number[]; show(count: number): void; visible(): number[][]} {
	const readAtMs: number[] = [];
	const dimensions = {QueueName: 'orders'};
	let count = 0;
	const cloudWatch = createCloudWatch({
		readGauges(nowMs): MetricReading[] {
			readAtMs.push(nowMs);
			return [{namespace: 'AWS/SQS', dimensions, values: [{name: 'Visible', value: count, unit: 'Count'}]}];
		},
	});
	return {
		cloudWatch,
		readAtMs,
		show(value) {
			count = value;
		},
		/** Minutes from the start, with sample count and value. */
		visible() {
			const answer = cloudWatch.call('GetMetricStatistics', {
				Namespace: 'AWS/SQS',
				MetricName: 'Visible',
				Dimensions: [{Name: 'QueueName', Value: 'orders'}],
				StartTime: startMs,
				EndTime: startMs + 24 * hourMs,
				Period: 60,
				Statistics: ['Average', 'SampleCount'],
			});
			return answer.Datapoints.map(point => [
				(point.Timestamp - startMs) / minuteMs,
				point['SampleCount'] ?? Number.NaN,
				point['Average'] ?? Number.NaN,
			]);
		},
	};
}

test('the minute that has begun has the gauge as it is, however often it is asked for', () => {
	const {cloudWatch, show, visible} = withQueue();
	cloudWatch.clock.advance(30_000);

	show(1);
	expect(visible()).toEqual([[0, 1, 1]]);
	show(5);
	expect(visible()).toEqual([[0, 1, 5]]);
});

test('minutes in which nobody asked are made up for, each as it was at its end', () => {
	const {cloudWatch, readAtMs, show, visible} = withQueue();
	show(3);
	cloudWatch.clock.advance(3 * minuteMs + 1);

	cloudWatch.state.catchUp(cloudWatch.clock.nowMs());

	expect(readAtMs).toEqual([startMs + minuteMs, startMs + 2 * minuteMs, startMs + 3 * minuteMs]);
	show(4);
	expect(visible()).toEqual([
		[0, 1, 3],
		[1, 1, 3],
		[2, 1, 3],
		[3, 1, 4],
	]);
});

test('a minute is read once it has ended, and no more', () => {
	const {cloudWatch, readAtMs} = withQueue();

	cloudWatch.state.catchUp(startMs + minuteMs - 1);
	expect(readAtMs).toEqual([]);
	cloudWatch.state.catchUp(startMs + minuteMs);
	cloudWatch.state.catchUp(startMs + 2 * minuteMs - 1);
	expect(readAtMs).toEqual([startMs + minuteMs]);
});

test('a queue that holds nothing is silent after six hours without use, and speaks again when it is used', () => {
	const {cloudWatch, show, visible} = withQueue();
	visible();
	cloudWatch.clock.advance(6 * hourMs);
	cloudWatch.state.catchUp(cloudWatch.clock.nowMs());
	cloudWatch.clock.advance(hourMs);
	const minutes = (): number => Math.max(...visible().map(([minute]) => minute ?? 0));
	expect(minutes()).toBeLessThan(6 * 60);

	show(1);
	expect(minutes()).toBe(7 * 60);
});

test('a long silence of many queues is made up for in larger steps', () => {
	let readingCount = 0;
	const queues = Array.from({length: 1000}, (_, index) => ({QueueName: `q${index}`}));
	const cloudWatch = createCloudWatch({
		readGauges: () => {
			readingCount += queues.length;
			return queues.map(dimensions => ({namespace: 'AWS/SQS', dimensions, values: [{name: 'Visible', value: 1, unit: 'Count'}]}));
		},
	});
	cloudWatch.clock.advance(10 * 24 * hourMs);

	cloudWatch.state.catchUp(cloudWatch.clock.nowMs());

	expect(readingCount).toBeLessThanOrEqual(102_000);
});
