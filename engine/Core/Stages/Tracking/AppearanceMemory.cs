namespace Sluice.Core.Stages.Tracking;

/// <summary>What a track looks like: the moving average of its detections' unit vectors.</summary>
/// <param name="momentum">Share that the past keeps, 0 to 1.</param>
internal sealed class AppearanceMemory(float momentum)
{
    private float[] _mean = [];

    /// <summary>Takes a detection's unit vector in. One of another length, from another model, begins anew.</summary>
    public void Add(ReadOnlySpan<float> embedding)
    {
        if (_mean.Length != embedding.Length)
        {
            _mean = embedding.ToArray();
            return;
        }

        for (var i = 0; i < _mean.Length; i++) _mean[i] = (momentum * _mean[i]) + ((1 - momentum) * embedding[i]);
        var length = MathF.Sqrt(DotProduct.Of(_mean, _mean));
        if (length < 1e-6f) embedding.CopyTo(_mean);
        else
            for (var i = 0; i < _mean.Length; i++) _mean[i] /= length;
    }

    /// <summary>Cosine similarity with a unit vector, -1 to 1; -1 where they cannot be compared.</summary>
    public double Similarity(ReadOnlySpan<float> embedding) => embedding.Length != _mean.Length || _mean.Length == 0 ? -1 : DotProduct.Of(_mean, embedding);
}
