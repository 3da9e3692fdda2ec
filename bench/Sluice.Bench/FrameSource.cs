using Sluice.Abstractions;
using Sluice.Core.Graph;

namespace Sluice.Bench;

/// <summary>Sends a number of frames without pictures, as fast as they are taken.</summary>
internal sealed class FrameSource(string id, SourceSetup setup, int frames) : ISource
{
    public string Id => id;

    public bool IsLive => false;

    public SourceStatus Status { get; } = new(SourceState.Running, 0, null);

    public async Task RunAsync(IStageOutput output, CancellationToken stop)
    {
        for (var i = 0; i < frames; i++)
        {
            setup.Ledger.Arrive();
            var info = new FrameInfo(setup.Ledger) { Source = id, Id = Guid.Empty, Index = i, CapturedAt = default, ArrivedTimestamp = 0 };
            await output.EmitAsync(new Frame(info, null), stop);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
