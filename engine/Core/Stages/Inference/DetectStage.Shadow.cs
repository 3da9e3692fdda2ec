using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference;

/// <content>Checking on another model, on one of a few frames.</content>
internal sealed partial class DetectStage
{
    /// <summary>The attribute that says of a frame which model checked on the one before it.</summary>
    public const string ShadowAttribute = "shadow";

    // How many frames of each source have come; each source's are handed in one after another.
    private readonly ConcurrentDictionary<string, long> _come = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        _come.TryRemove(source, out _);
        return ValueTask.CompletedTask;
    }

    private async ValueTask CheckAsync(IReadOnlyList<Frame> frames, IStageOutput output, CancellationToken stop)
    {
        var slot = Rent();
        try
        {
            var chosen = frames.Where(IsTurn).ToList();
            if (chosen.Count > 0) slot.Run.Detect(chosen, slot.Results, stop);
            var at = 0;
            Frame? broken = null;
            foreach (var frame in frames)
            {
                if (at == chosen.Count || chosen[at] != frame) await output.EmitAsync(frame.Share(), stop);
                else if (slot.Results[at++] is { IsDefault: false } found)
                {
                    using var more = frame.With(frame.Detections.AddRange(found), frame.EndedTracks);
                    await output.EmitAsync(more.With(ShadowAttribute, options.Model), stop);
                }
                else broken = frame;
            }

            if (broken != null) throw Broken(broken);
        }
        finally
        {
            Return(slot);
        }
    }

    private bool IsTurn(Frame frame) => (_come.AddOrUpdate(frame.Info.Source, 1, static (_, come) => come + 1) - 1) % (options.Interval + 1) == 0;
}
