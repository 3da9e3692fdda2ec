using Sluice.Abstractions;

namespace Sluice.Core.Stages.Flow;

/// <summary>Chooses among the frames of one source. For one caller at a time.</summary>
internal interface ISampler
{
    /// <summary>Whether to pass a frame on; asked once a frame, in order.</summary>
    /// <param name="frame">What is known of it.</param>
    bool Keeps(FrameInfo frame);
}
