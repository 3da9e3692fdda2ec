namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>A request that waits for its answer.</summary>
/// <param name="id">Its number.</param>
/// <param name="subject">Where it was sent.</param>
/// <param name="replyTo">Where the answer comes.</param>
internal sealed class PendingRequest(long id, string subject, string replyTo)
{
    private readonly TaskCompletionSource<NatsMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Id { get; } = id;

    public string Subject { get; } = subject;

    public string ReplyTo { get; } = replyTo;

    /// <summary>The answer. Fails with <see cref="NatsException"/> or <see cref="IOException"/>.</summary>
    public Task<NatsMessage> Answered => _answer.Task;

    public void Answer(NatsMessage message) => _answer.TrySetResult(message);

    public void Fail(Exception fault)
    {
        _answer.TrySetException(fault);
        // Whoever stopped waiting is not told; that is no fault of the program.
        _ = _answer.Task.Exception;
    }
}
