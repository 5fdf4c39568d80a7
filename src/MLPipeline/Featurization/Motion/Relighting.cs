using System.Numerics.Tensors;
using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>
/// Notices that nearly the whole picture has changed and stays so (a light was switched on, a camera was turned), and gives
/// the background the mean of the frames since: else everything would be unusual for ever.
/// </summary>
internal sealed class Relighting
{
    /// <summary>From this share of the picture on, the picture has changed as a whole.</summary>
    private const float Whole = 0.6f;

    /// <summary>Training frames after which a changed picture is the new background.</summary>
    private const int Patience = 40;

    private readonly Plane _sum;
    private readonly int _patience;
    private int _frames;

    public Relighting(Camera camera, double rate) =>
        (_sum, _patience) = (new Plane(camera.Width, camera.Height), Math.Max(2, (int)(Patience * rate)));

    /// <summary>How often the background was replaced.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the next frame.</summary>
    /// <returns>Whether the background was replaced.</returns>
    public bool Step(float filled, Plane image, Plane background)
    {
        if (filled < Whole)
        {
            _frames = 0;
            return false;
        }

        if (_frames++ == 0)
        {
            Array.Clear(_sum.Values);
        }

        TensorPrimitives.Add(_sum.Values, image.Values, _sum.Values);
        if (_frames < _patience)
        {
            return false;
        }

        TensorPrimitives.Divide(_sum.Values, _frames, background.Values);
        _frames = 0;
        Count++;
        return true;
    }
}
