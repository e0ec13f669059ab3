"""What stands beside the requests of every SDK and asks no model for an answer: nothing here is a call.

Threads, files, agents, batches, moderations, fine-tuning, lists of models, tokens counted, embeddings fetched: a line is a thing that
people write, mostly with the clients whose other methods are requests.
"""

import boto3
import cohere
import litellm
import ollama
import openai
import vertexai
from anthropic import Anthropic
from azure.ai.inference import ChatCompletionsClient
from google import genai
from groq import Groq
from huggingface_hub import HfApi, InferenceClient
from langchain_openai import ChatOpenAI
from mistralai import Mistral
from openai import AsyncOpenAI, OpenAI
from together import Together
from zhipuai import ZhipuAI

client = OpenAI()
claude = Anthropic()
gemini = genai.Client()
mistral = Mistral(api_key="...")


def of_openai(file, text: str, identifier: str) -> None:
    client.models.list()
    client.models.retrieve("gpt-4o")
    client.files.create(file=file, purpose="batch")
    client.files.content(identifier)
    client.uploads.create(bytes=1, filename="a", mime_type="text/plain", purpose="batch")
    client.batches.create(input_file_id=identifier, endpoint="/v1/chat/completions", completion_window="24h")
    client.moderations.create(input=text, model="omni-moderation-latest")
    client.fine_tuning.jobs.create(model="gpt-4o-mini", training_file=identifier)
    client.fine_tuning.jobs.list_events(identifier)
    client.vector_stores.create(name=text)
    client.vector_stores.search(identifier, query=text)
    client.beta.assistants.create(model="gpt-4o", instructions=text)
    client.beta.threads.create(messages=[{"role": "user", "content": text}])
    client.beta.threads.messages.create(thread_id=identifier, role="user", content=text)
    client.beta.threads.messages.list(thread_id=identifier)
    client.beta.threads.runs.retrieve(run_id=identifier, thread_id=identifier)
    client.beta.threads.runs.submit_tool_outputs(run_id=identifier, thread_id=identifier, tool_outputs=[])
    client.beta.threads.runs.cancel(run_id=identifier, thread_id=identifier)
    client.responses.retrieve(identifier)
    client.responses.delete(identifier)
    client.responses.cancel(identifier)
    client.responses.input_items.list(identifier)
    client.responses.input_tokens.count(model="gpt-4o", input=text)
    client.conversations.create(items=[])
    client.chat.completions.retrieve(identifier)
    client.chat.completions.list(model="gpt-4o")
    client.containers.create(name=text)
    client.evals.create(name=text, data_source_config={}, testing_criteria=[])
    client.with_options(timeout=5).models.list()
    openai.models.list()


async def in_another_style(asked: AsyncOpenAI, text: str) -> None:
    await asked.models.list()
    await asked.moderations.create(input=text)
    await asked.beta.threads.messages.create(thread_id=text, role="user", content=text)
    async for model in asked.models.list():
        print(model)


def of_anthropic(text: str, file) -> None:
    claude.messages.count_tokens(model="claude-sonnet-4-5", messages=[{"role": "user", "content": text}])
    claude.beta.messages.count_tokens(model="claude-sonnet-4-5", messages=[])
    claude.messages.batches.create(requests=[])
    claude.messages.batches.retrieve(text)
    claude.messages.batches.results(text)
    claude.beta.messages.batches.list()
    claude.models.list()
    claude.beta.files.upload(file=file)
    claude.beta.skills.list()


def of_google(text: str, file) -> None:
    gemini.models.count_tokens(model="gemini-2.5-flash", contents=text)
    gemini.models.compute_tokens(model="gemini-2.5-flash", contents=text)
    gemini.models.list()
    gemini.models.get(model="gemini-2.5-flash")
    gemini.files.upload(file=file)
    gemini.caches.create(model="gemini-2.5-flash", config={"contents": [text]})
    gemini.batches.create(model="gemini-2.5-flash", src=text)
    gemini.tunings.tune(base_model="gemini-2.5-flash", training_dataset={})
    gemini.operations.get(text)
    chat = gemini.chats.create(model="gemini-2.5-flash")
    chat.get_history()
    vertexai.init(project=text, location="us-central1")
    vertexai.generative_models.GenerativeModel("gemini-2.0-flash").count_tokens(text)


def of_mistral(text: str, file) -> None:
    mistral.models.list()
    mistral.files.upload(file=file)
    mistral.batch.jobs.create(input_files=[text], model="mistral-small-latest", endpoint="/v1/chat/completions")
    mistral.fine_tuning.jobs.list()
    mistral.classifiers.moderate(model="mistral-moderation-latest", inputs=[text])
    mistral.beta.agents.create(model="mistral-large-latest", name=text)
    mistral.beta.conversations.get_history(conversation_id=text)
    mistral.beta.libraries.list()


def of_others(text: str, file) -> None:
    Groq().models.list()
    Groq().batches.create(completion_window="24h", endpoint="/v1/chat/completions", input_file_id=text)
    Together().models.list()
    Together().files.upload(file=text)
    Together().fine_tuning.create(training_file=text, model="m")
    ZhipuAI().files.create(file=file, purpose="batch")
    ZhipuAI().batches.create(input_file_id=text, endpoint="/v4/chat/completions", completion_window="24h")
    cohere.ClientV2().tokenize(text=text, model="command-r")
    cohere.ClientV2().models.list()
    cohere.Client().embed_jobs.create(model="embed-v4.0", dataset_id=text, input_type="search_document")
    ollama.list()
    ollama.pull("llama3.2")
    ollama.show("llama3.2")
    ollama.Client().ps()
    ollama.create(model="mine", from_="llama3.2")
    InferenceClient().get_model_status("gpt2")
    HfApi().list_models(search=text)
    litellm.token_counter(model="gpt-4o", text=text)
    litellm.completion_cost(completion_response=text)
    litellm.get_model_info("gpt-4o")
    litellm.moderation(input=text)
    litellm.create_batch(completion_window="24h", endpoint="/v1/chat/completions", input_file_id=text)
    litellm.validate_environment("gpt-4o")
    ChatCompletionsClient.from_connection_string


def of_amazon(text: str) -> None:
    runtime = boto3.client("bedrock-runtime")
    runtime.apply_guardrail(guardrailIdentifier=text, guardrailVersion="1", source="INPUT", content=[])
    runtime.count_tokens(modelId="anthropic.claude-3-5-haiku-20241022-v1:0", input={})
    runtime.get_async_invoke(invocationArn=text)
    runtime.start_async_invoke(modelId="amazon.nova-reel-v1:0", modelInput={}, outputDataConfig={})
    runtime.get_paginator("list_async_invokes")
    boto3.client("bedrock").list_foundation_models()
    boto3.client("bedrock-agent-runtime").invoke_agent(agentId=text, agentAliasId="a", sessionId="s", inputText=text)
    boto3.client("lambda").invoke(FunctionName=text, Payload=text)
    boto3.client("s3").get_object(Bucket=text, Key=text)


def like_in_name_only(server, tracker, twilio, store, bot, text: str) -> None:
    server.chat.send(text)
    twilio.messages.create(to=text, from_=text, body=text)
    tracker.completions.create(user=text, course=text)
    store.embeddings.create(name=text)
    bot.responses.create(text)
    server.images.generate(size=3)
    store.models.predictions.create(text)
    tracker.agents.messages.create(agent_id=text, messages=[])
    bot.converse(text)
    ChatOpenAI.model_fields
