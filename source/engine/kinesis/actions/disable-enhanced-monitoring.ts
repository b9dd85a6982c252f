import {defineAction, type ActionContext} from '../../action.ts';
import {monitoringAnswer, monitoringRequest} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';
import {changeMetrics} from '../stream-settings.ts';

export const disableEnhancedMonitoring = defineAction({
	name: 'DisableEnhancedMonitoring',
	input: monitoringRequest,
	output: monitoringAnswer,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DisableEnhancedMonitoring.html',
	handle(request, context: ActionContext<KinesisState>) {
		const stream = findStream(request, context);
		const {current, desired} = changeMetrics(context.state, {
			stream,
			change: 'delete',
			names: request.ShardLevelMetrics,
			nowMs: context.nowMs,
		});
		return {
			StreamName: stream.name,
			StreamARN: stream.arn,
			CurrentShardLevelMetrics: current,
			DesiredShardLevelMetrics: desired,
		};
	},
});
