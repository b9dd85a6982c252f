import {AwsError, defineService} from '../action.ts';
import {getMetricData} from './actions/get-metric-data.ts';
import {getMetricStatistics} from './actions/get-metric-statistics.ts';
import {listMetrics} from './actions/list-metrics.ts';
import {putMetricData} from './actions/put-metric-data.ts';
import {violationError} from './errors.ts';
import {CloudWatchState} from './state.ts';

/** The metrics of Amazon CloudWatch, API version 2010-08-01: AWS JSON 1.0, RPC v2 CBOR and the older Query protocol. */
export const cloudWatchService = defineService<CloudWatchState>({
	id: 'cloudwatch',
	title: 'Amazon CloudWatch',
	json: {targetPrefix: 'GraniteServiceVersion20100801', version: '1.0'},
	rpcV2Cbor: true,
	query: {version: '2010-08-01', namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/'},
	actions: [getMetricData, getMetricStatistics, listMetrics, putMetricData],
	createState: environment => new CloudWatchState(environment),
	violationError,
	unknownActionError: name =>
		new AwsError(`Could not find operation ${name} for version 2010-08-01`, {code: 'InvalidAction', type: 'UnknownOperationException'}),
	typeError: message => new AwsError(message, {code: 'MalformedInput', type: 'SerializationException'}),
});
