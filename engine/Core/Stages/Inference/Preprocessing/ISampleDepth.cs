namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>How taken words become samples that use 16 bits.</summary>
internal interface ISampleDepth
{
    /// <summary>What FFmpeg's scaler takes from green by its rounding, in <see cref="YuvFactors.Unit"/> a level.</summary>
    static abstract ushort GreenLoss { get; }

    /// <summary>Taken words as samples.</summary>
    static abstract TWords Of<TLanes, TWords>(TWords words)
        where TLanes : struct, ILanes<TWords>
        where TWords : struct;
}
