using System.Collections.Concurrent;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Core.Sinks.Nats.Messages;

/// <summary>The subjects of an engine's messages: <c>ROOT.ENGINE.KIND.NAME</c>. Thread-safe.</summary>
internal sealed class NatsSubjects(string root, string engine)
{
    private readonly string _prefix = $"{root}.{NatsEncoder.Token(engine)}";
    private readonly ConcurrentDictionary<(string Kind, string Name), string> _all = new();

    /// <summary>What every subject begins with.</summary>
    public string Root => root;

    /// <summary>Health of the engine.</summary>
    public string Health => _prefix + ".health";

    /// <summary>Where the engine is asked for its health; outside of <see cref="Root"/>, so that no stream answers in its place.</summary>
    public string AskHealth => $"{root}-api.{NatsEncoder.Token(engine)}.health";

    /// <summary>The subject of a kind of message about something.</summary>
    /// <param name="kind">Such as <c>summary</c>.</param>
    /// <param name="name">Id of a source or stage.</param>
    public string Of(string kind, string name) => _all.GetOrAdd((kind, name), static (key, prefix) => $"{prefix}.{key.Kind}.{NatsEncoder.Token(key.Name)}", _prefix);
}
