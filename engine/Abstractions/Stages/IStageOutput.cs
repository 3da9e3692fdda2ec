namespace Sluice.Abstractions;

/// <summary>Where a stage emits. Fan-out to several stages shares the frame; pixels are never copied.</summary>
public interface IStageOutput
{
    /// <summary>Hands a frame on; waits where an edge's policy is to wait.</summary>
    /// <param name="frame">Owned by the output from here on, whatever happens.</param>
    /// <param name="stop">Gives up waiting; the frame is then counted as dropped.</param>
    ValueTask EmitAsync(Frame frame, CancellationToken stop);

    /// <summary>
    /// Waits for what is no fault of the stage, such as room in a queue on disk while a server is away: the deadline of the call stands still
    /// meanwhile.
    /// </summary>
    /// <param name="until">What to wait for.</param>
    /// <param name="stop">Gives up waiting.</param>
    ValueTask WaitAsync(Task until, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(until);
        return new(until.WaitAsync(stop));
    }
}
