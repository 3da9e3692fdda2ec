namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>The families there are.</summary>
internal static class OutputFamilies
{
    private static readonly OutputFamily[] All = [new YoloxFamily(), new Yolov8Family(), new Boxes6Family()];

    /// <summary>The family of a name.</summary>
    public static OutputFamily Of(ModelFamily id) => Array.Find(All, family => family.Id == id)
        ?? throw new ArgumentOutOfRangeException(nameof(id), id, "No family has this name.");

    /// <summary>The families a model may be of when no card says so.</summary>
    /// <param name="model">The model.</param>
    public static IReadOnlyList<OutputFamily> Propose(ModelSignature model) => [.. All.Where(family =>
    {
        var found = family.Find(model);
        return !found.IsDefault && family.Suggests(model.Declared(found), model);
    })];
}
