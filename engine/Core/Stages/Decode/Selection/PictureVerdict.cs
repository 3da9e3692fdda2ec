namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>What a picture says of the scene.</summary>
internal enum PictureVerdict
{
    /// <summary>It can't be read, or there is nothing to compare it with.</summary>
    Unknown,

    /// <summary>Nothing is to be seen that was not seen before.</summary>
    Same,

    /// <summary>Something is where it was not before.</summary>
    Changed,
}
