using Sluice.Abstractions;
using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

/// <summary>Gives numbered frames with host pictures, counted in and out.</summary>
internal sealed class FakeSource(string id, SourceSetup setup, FakeSourceScript script) : ISource
{
    private SourceState _state = SourceState.Connecting;

    public string Id => id;

    public bool IsLive => script.Live;

    public SourceStatus Status => new(_state, 0, null);

    public async Task RunAsync(IStageOutput output, CancellationToken stop)
    {
        _state = SourceState.Running;
        Interlocked.Increment(ref script.Runs);
        for (var i = 0; i < script.Frames && !stop.IsCancellationRequested; i++)
        {
            if (script.Fault == i) throw new IOException("the cable is cut");
            if (script.Before is { } before) await before(i, stop);
            var bytes = script.Width * script.Height;
            if (!script.Live)
            {
                if (!await setup.Budget.ReserveAsync(bytes, stop)) return;
            }
            else if (!setup.Budget.TryReserve(bytes))
            {
                setup.Ledger.ArriveWithoutMemory();
                continue;
            }

            Interlocked.Increment(ref script.Pictures);
            var picture = new HostPicture(script.Width, script.Height, PixelFormat.Gray8, freed: _ =>
            {
                setup.Budget.Return(bytes);
                Interlocked.Decrement(ref script.Pictures);
            });
            script.Paint?.Invoke(i, picture);
            setup.Ledger.Arrive();
            var info = new FrameInfo(setup.Ledger)
            {
                Source = id,
                Id = Guid.NewGuid(),
                Index = setup.FirstIndex + i,
                PtsSeconds = script.SecondsBetween is { } seconds ? i * seconds : null,
                CapturedAt = setup.Time.GetUtcNow(),
                ArrivedTimestamp = setup.Time.GetTimestamp(),
            };
            await output.EmitAsync(new(info, picture), stop);
        }

        if (script.Hold is { } hold) await hold;
        _state = SourceState.Ended;
    }

    public ValueTask DisposeAsync()
    {
        script.Disposed = true;
        return ValueTask.CompletedTask;
    }
}
