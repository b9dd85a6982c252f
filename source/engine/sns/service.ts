import {AwsError, defineService} from '../action.ts';
import {createTopic} from './actions/create-topic.ts';
import {deleteTopic} from './actions/delete-topic.ts';
import {getSubscriptionAttributes} from './actions/get-subscription-attributes.ts';
import {getTopicAttributes} from './actions/get-topic-attributes.ts';
import {listSubscriptionsByTopic} from './actions/list-subscriptions-by-topic.ts';
import {listSubscriptions} from './actions/list-subscriptions.ts';
import {listTopics} from './actions/list-topics.ts';
import {publishBatch} from './actions/publish-batch.ts';
import {publish} from './actions/publish.ts';
import {setSubscriptionAttributes} from './actions/set-subscription-attributes.ts';
import {setTopicAttributes} from './actions/set-topic-attributes.ts';
import {subscribe} from './actions/subscribe.ts';
import {unsubscribe} from './actions/unsubscribe.ts';
import {validationError} from './errors.ts';
import {createSnsState, type SnsState} from './state.ts';

/** @see [Amazon SNS API Reference](https://docs.aws.amazon.com/sns/latest/api/Welcome.html) */
export const snsService = defineService<SnsState>({
	id: 'sns',
	title: 'Amazon SNS',
	query: {version: '2010-03-31', namespace: 'http://sns.amazonaws.com/doc/2010-03-31/'},
	actions: [
		createTopic,
		deleteTopic,
		getSubscriptionAttributes,
		getTopicAttributes,
		listSubscriptions,
		listSubscriptionsByTopic,
		listTopics,
		publish,
		publishBatch,
		setSubscriptionAttributes,
		setTopicAttributes,
		subscribe,
		unsubscribe,
	],
	createState: createSnsState,
	violationError: validationError,
	unknownActionError: name => new AwsError(`Could not find operation ${name} for version 2010-03-31`, {code: 'InvalidAction'}),
	typeError: message => new AwsError(message, {code: 'MalformedInput'}),
});
