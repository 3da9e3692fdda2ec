namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>What new frames are compared with of one that was kept.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Id">The <see cref="CandidatePicture.Id"/> it was kept under.</param>
/// <param name="At">When it was taken.</param>
/// <param name="Embedding">Its appearance; empty where none was given.</param>
/// <param name="Space">Names the feature space the appearance is of.</param>
/// <param name="Thumbnail">64 x 64 luma; empty where none was given.</param>
/// <param name="Uri">Where it is.</param>
/// <param name="Clock">When it was taken on the source's clock, in seconds.</param>
internal sealed record KeptFeature(string Source, Guid Id, DateTimeOffset At, float[] Embedding, string Space, byte[] Thumbnail, string Uri, double Clock);
