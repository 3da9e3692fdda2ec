namespace Sluice.Core.Stages.Flow;

/// <summary>Chooses among the frames of one source. For one caller at a time.</summary>
internal interface ISampler
{
    /// <summary>Whether to pass a frame on; asked once a frame, in presentation order, unless <see cref="Passes"/> was told of it.</summary>
    /// <param name="seconds">Presentation time; null where the container has none.</param>
    /// <param name="arrived">When its packet came, monotonic.</param>
    bool Keeps(double? seconds, long arrived);

    /// <summary>Notes a frame that is not passed on whatever the choice would be.</summary>
    /// <inheritdoc cref="Keeps" path="/param"/>
    void Passes(double? seconds, long arrived);

    /// <summary>Whether a frame is wanted at most once in a stretch, so that one frame of each will do.</summary>
    /// <param name="seconds">How long the stretch lasts.</param>
    /// <param name="frames">How many frames it has.</param>
    bool Spans(double seconds, long frames);
}
