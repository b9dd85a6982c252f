import {AwsError, defineService} from '../action.ts';
import {getCallerIdentity} from './actions/get-caller-identity.ts';
import type {StsState} from './state.ts';

/** Just enough STS to say who calls. */
export const stsService = defineService<StsState>({
	id: 'sts',
	title: 'AWS STS',
	query: {version: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/'},
	actions: [getCallerIdentity],
	createState: ({accountId}) => ({accountId}),
	violationError: violations =>
		new AwsError(violations.map(({path, constraint}) => `Value at '${path}' failed to satisfy constraint: ${constraint}`).join('; '), {
			code: 'ValidationError',
		}),
	unknownActionError: name => new AwsError(`Could not find operation ${name} for version 2011-06-15`, {code: 'InvalidAction'}),
	typeError: message => new AwsError(message, {code: 'MalformedInput'}),
});
