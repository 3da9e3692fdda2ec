using Sluice.Abstractions;

namespace Sluice.Host.Bench.Capacity.Strain;

/// <summary>A stage whose calls hold one lock over all sources and use no CPU meanwhile: what a careless plugin does. For the self-check.</summary>
internal sealed class LockStrain : StageFactory<LockStrainOptions>
{
    /// <inheritdoc/>
    public override string Use => "strain_lock";

    /// <inheritdoc/>
    public override string Summary => "Holds one lock over all sources.";

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, LockStrainOptions options) => new Stage(options.Hold);

    private sealed class Stage(TimeSpan hold) : IFrameStage
    {
        private readonly Lock _shared = new();

        // Never set: waiting for it passes time without a core, as a slow disk or a server would.
        private readonly ManualResetEventSlim _never = new();

        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
        {
            lock (_shared) _never.Wait(hold, stop);
            return output.EmitAsync(frame.Share(), stop);
        }

        public ValueTask DisposeAsync()
        {
            _never.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
