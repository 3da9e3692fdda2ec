using Sluice.Abstractions;

namespace Sluice.Core.Stages.Flow;

/// <summary>The samplers of all stages that a source chooses for: says of each frame which of them want it. For one caller at a time.</summary>
internal sealed class StageSamplers
{
    private readonly ISampler[] _samplers;
    private readonly Stretch _intra = new(), _reference = new();

    /// <summary>Holds the samplers.</summary>
    /// <param name="samplers">One for each stage, at most <see cref="StageChoice.MostStages"/>.</param>
    public StageSamplers(params ISampler[] samplers)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samplers.Length, StageChoice.MostStages, nameof(samplers));
        _samplers = samplers;
    }

    /// <summary>Says which stages want a frame; asked once a frame, in presentation order.</summary>
    /// <param name="seconds">Presentation time; null where the container has none.</param>
    /// <param name="arrived">When its packet came, monotonic.</param>
    /// <returns>A bit for each sampler, the first in the lowest; 0 when nobody wants it.</returns>
    public ulong Choose(double? seconds, long arrived)
    {
        ulong wanted = 0;
        for (var i = 0; i < _samplers.Length; i++)
            if (_samplers[i].Keeps(seconds, arrived)) wanted |= 1UL << i;
        return wanted;
    }

    /// <summary>
    /// The same where a frame nearby will do that costs less: intra frames where they come at least as often as frames are wanted, else
    /// those that others refer to, which have to be decoded anyway.
    /// </summary>
    /// <param name="isIntra">Whether decoding can start at the frame.</param>
    /// <param name="isReference">Whether others refer to it.</param>
    /// <param name="seconds">Presentation time.</param>
    /// <param name="arrived">When its packet came, monotonic.</param>
    /// <returns>As <see cref="Choose"/>.</returns>
    public ulong ChooseNear(bool isIntra, bool isReference, double seconds, long arrived)
    {
        _intra.Note(isIntra, seconds);
        _reference.Note(isReference, seconds);
        ulong wanted = 0;
        for (var i = 0; i < _samplers.Length; i++)
        {
            var sampler = _samplers[i];
            var willDo = isIntra || (!_intra.IsWithin(sampler) && (isReference || !_reference.IsWithin(sampler)));
            if (!willDo) sampler.Passes(seconds, arrived);
            else if (sampler.Keeps(seconds, arrived)) wanted |= 1UL << i;
        }

        return wanted;
    }

    /// <summary>How long the last stretch between two frames of a kind was.</summary>
    private sealed class Stretch
    {
        private double _started;
        private long _frames;
        private double _lastSeconds = double.MaxValue;
        private long _lastFrames = long.MaxValue;

        public void Note(bool isEnd, double seconds)
        {
            _frames++;
            if (!isEnd) return;
            (_lastSeconds, _lastFrames) = (seconds - _started, _frames);
            (_started, _frames) = (seconds, 0);
        }

        public bool IsWithin(ISampler sampler) => sampler.Spans(_lastSeconds, _lastFrames);
    }
}
