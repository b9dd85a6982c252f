import type {SnsState} from './state.ts';
import type {Topic} from './topic.ts';

/**
Counts something that happened to a topic.

@see [Monitoring Amazon SNS topics using CloudWatch](https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html)
*/
export function countTopic(state: SnsState, topic: Topic, name: string, value = 1): void {
	state.environment.wiring.countMetrics?.({
		namespace: 'AWS/SNS',
		dimensions: topic.metricDimensions,
		values: [{name, value, unit: name === 'PublishSize' ? 'Bytes' : 'Count'}],
	});
}
