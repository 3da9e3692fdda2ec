using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>
/// Looks at what the first images of a model give. A wrong card gives boxes all the same, only wrong ones; but most such mistakes show in
/// the range of the numbers. Says so once, naming the key of the card to look at. Allocates nothing until it warns.
/// </summary>
/// <param name="model">The model; names it, and tells the size of its input.</param>
/// <param name="threshold">Least score of a candidate.</param>
/// <param name="warn">Takes the line.</param>
internal sealed class RangeWatch(DetectionModel model, float threshold, Action<string> warn)
{
    /// <summary>How many images are looked at.</summary>
    public const int Images = 100;

    // Before as many boxes nothing is said: a model may start on a picture that misleads it. Those far more than any scene holds are not waited for.
    private const int EnoughBoxes = 20;
    private const int EnoughImages = 5;

    private const float Tiny = 2; // pixels: where shares of 0 to 1 were taken for pixels
    private const float SigmoidOfOne = 0.7311f;

    private readonly int _width = model.InputWidth;
    private readonly int _height = model.InputHeight;
    private readonly int _labels = model.Labels.Length;
    private int _images;
    private int _withBoxes;
    private long _boxes;
    private long _inverted;
    private long _outside;
    private long _farOutside;
    private float _right = float.NegativeInfinity;
    private float _bottom = float.NegativeInfinity;
    private float _least = float.PositiveInfinity;
    private float _most = float.NegativeInfinity;
    private int _highestClass;

    /// <summary>Takes an image's candidates in.</summary>
    /// <param name="candidates">Before suppression.</param>
    /// <returns>False when enough was seen, or warned of: there is no need to call again.</returns>
    public bool Look(CandidateList candidates)
    {
        _images++;
        if (candidates.Count > 0) _withBoxes++;
        _boxes += candidates.Count;
        foreach (var box in candidates.Boxes) Take(box);
        foreach (var score in candidates.Scores) (_least, _most) = (Math.Min(_least, score), Math.Max(_most, score));
        foreach (var classId in candidates.Classes) _highestClass = Math.Max(_highestClass, classId);

        if (Certain() is { } wrong) return Warn(wrong);
        if (_images < Images) return true;
        return Suspicion() is { } suspicion && Warn(suspicion);
    }

    private void Take(in BoundingBox box)
    {
        if (box.X2 < box.X1 || box.Y2 < box.Y1) _inverted++;
        var (reachX, reachY) = (Math.Max(-box.X1, box.X2 - _width) / _width, Math.Max(-box.Y1, box.Y2 - _height) / _height);
        if (reachX > 0.1f || reachY > 0.1f) _outside++;
        if (reachX > 2 || reachY > 2) _farOutside++;
        (_right, _bottom) = (Math.Max(_right, box.X2), Math.Max(_bottom, box.Y2));
    }

    // What no picture explains is said as soon as it is seen often enough.
    private string? Certain()
    {
        if (_most > 1.001f)
            return $"gives scores up to {_most:0.##}, where 1 is certain: they want a sigmoid or a softmax; look at the card's activation";
        if (_labels > 0 && _highestClass >= _labels)
            return $"gives class {_highestClass}, but there are {_labels} labels; look at the card's labels and background_index";
        if (_boxes < EnoughBoxes || _withBoxes < EnoughImages) return null;
        if (_right < Tiny && _bottom < Tiny)
            return $"gives {_boxes} boxes that all lie within {Tiny} pixels of the top left corner: their numbers are shares of the input; "
                + "look at the card's box_space, which may have to be unit";
        if (2 * _farOutside > _boxes)
            return $"gives {_farOutside} of {_boxes} boxes far outside its input of {_width}x{_height}; look at the card's box_space, which may "
                + "have to be pixels, at box_format and at family";
        if (5 * _inverted > _boxes)
            return $"gives {_inverted} of {_boxes} boxes whose right or lower edge comes before the left or upper; look at the card's box_format";
        if (2 * _outside > _boxes)
            return $"gives {_outside} of {_boxes} boxes that reach well beyond its input of {_width}x{_height}; look at the card's box_format and box_space";
        return null;
    }

    // What a picture might explain is said when all images are in.
    private string? Suspicion()
    {
        if (_boxes < EnoughBoxes || _withBoxes < EnoughImages) return null;
        if (threshold < 0.5f && _least >= 0.5f && _most <= SigmoidOfOne && _boxes > 100L * _images)
            return $"gives {_boxes / _images} boxes an image, all with scores of 0.5 to 0.73: a sigmoid seems to be taken twice; look at the card's "
                + "activation, which may have to be none";
        if (8 * _right < _width && 8 * _bottom < _height)
            return $"gave {_boxes} boxes over {_images} images, all in the top left corner; if the objects are not there, look at the card's "
                + "box_space, box_format and letterbox";
        return null;
    }

    private bool Warn(string what)
    {
        warn($"Model '{model.Id}' {what}.");
        return false;
    }
}
