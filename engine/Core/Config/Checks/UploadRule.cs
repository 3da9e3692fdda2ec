using Sluice.Core.Sinks.S3;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Config.Checks;

/// <summary>Every stage that uploads takes from something that can be uploaded: files that frames name, clips, or keyframes.</summary>
internal sealed class UploadRule : IGraphRule
{
    public void Check(GraphDraft draft)
    {
        if (draft.Binder.Errors.Count > 0) return;
        foreach (var stage in draft.Stages)
        {
            if (stage.Factory is not S3Factory || stage.From.Exists(link => IsOfFiles(draft, link)) || stage.From.TrueForAll(link => Content(draft, link.Stage).HasFlag(StreamContent.Keyframes))) continue;
            draft.Binder.Add(stage.From[0].At, stage.Place.Key("from"), "nothing comes from there that could be uploaded: take it from an 'images', 'clip' or 'keyframes' stage");
        }
    }

    private static bool IsOfFiles(GraphDraft draft, LinkConfig link) => draft.StageOf(link.Stage)?.Factory?.Use is "images" or "clip";

    private static StreamContent Content(GraphDraft draft, string id)
        => draft.StageOf(id) is { Factory: { } factory, Value: { } options } stage
            ? factory.Gives(stage.From.Aggregate(~StreamContent.None, (given, link) => given & Content(draft, link.Stage)), options)
            : StreamContent.Pictures;
}
