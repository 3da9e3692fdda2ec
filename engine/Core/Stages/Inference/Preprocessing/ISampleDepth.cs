namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>How taken words become samples that use 16 bits.</summary>
internal interface ISampleDepth
{
    /// <summary>Taken words as samples.</summary>
    static abstract TWords Of<TLanes, TWords>(TWords words)
        where TLanes : struct, ILanes<TWords>
        where TWords : struct;
}
