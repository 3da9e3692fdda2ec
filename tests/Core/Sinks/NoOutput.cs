using Sluice.Abstractions;

namespace Sluice.Tests.Sinks;

/// <summary>For sinks, which emit nothing.</summary>
internal sealed class NoOutput : IStageOutput
{
    public static readonly NoOutput Instance = new();

    public ValueTask EmitAsync(Frame frame, CancellationToken stop)
    {
        frame.Dispose();
        throw new InvalidOperationException("A sink emitted a frame.");
    }
}
