using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>
/// Learns a <see cref="Camera"/> from frames spread over the training clips: first the scale (<see cref="HeightOf"/>), then
/// the background at that scale (<see cref="Learn"/>).
/// </summary>
public static class CameraCalibration
{
    /// <summary>About as many frames are looked at.</summary>
    public const int SampleFrames = 160;

    /// <summary>The picture in which people are measured is at most this wide.</summary>
    public const int MeasuringWidth = 640;

    private const double LargestShake = 0.15;
    private const int Rounds = 2;

    /// <summary>How high people are.</summary>
    /// <param name="pictures">Grey levels of frames, all of one size, at most <see cref="MeasuringWidth"/> wide; at least one.</param>
    /// <param name="width">Their width.</param>
    /// <returns>Pixels of these pictures, and the number of moving regions that this rests on: 0 where it is a guess.</returns>
    public static (float Height, int Regions) HeightOf(IReadOnlyList<byte[]> pictures, int width) => PersonHeight.Of(pictures, width);

    /// <summary>The working size of pictures in which people have a height: multiples of a cell.</summary>
    public static (int Width, int Height) WorkingSize(int sourceWidth, int sourceHeight, float personHeight)
    {
        var scale = MotionOptions.Person / (double)personHeight;
        return (Cells(sourceWidth * scale), Cells(sourceHeight * scale));
    }

    /// <summary>Learns the background, and whether the light and the shake of the camera must be taken out.</summary>
    /// <param name="images">Frames at the working size; at least one.</param>
    /// <param name="sourceWidth">Width of the camera's pictures.</param>
    /// <param name="sourceHeight">Their height.</param>
    /// <param name="personHeight">Height of a person in pixels of the camera's pictures.</param>
    public static Camera Learn(IReadOnlyList<Plane> images, int sourceWidth, int sourceHeight, float personHeight)
    {
        var background = PixelMedian.Of(images);

        // Light comes first: the other way round, flicker would be taken for shake.
        var lightSpread = Light.Spread(images, background);
        var light = 3 * lightSpread * PixelMedian.Of([.. background.Values]) > MotionOptions.ForegroundFloor;
        var seen = images;
        for (var round = 0; light && round < Rounds; round++)
        {
            var lit = images.Select(i => i.Copy()).ToList();
            lit.ForEach(i => Light.Normalise(i, background));
            (seen, background) = (lit, PixelMedian.Of(lit));
        }

        var shakeSpread = new Shake(background).Spread(seen);
        var steady = shakeSpread > LargestShake;
        var shaken = seen;
        for (var round = 0; steady && round < Rounds; round++)
        {
            var shake = new Shake(background);
            seen = [.. shaken.Select(image =>
            {
                var moved = new Plane(image.Width, image.Height);
                Shake.Move(image, shake.ShiftOf(image), moved);
                return moved;
            })];
            background = PixelMedian.Of(seen);
        }

        var threshold = PixelMedian.Deviation(seen, background);
        for (var i = 0; i < threshold.Values.Length; i++)
        {
            threshold.Values[i] = Math.Max(
                MotionOptions.ForegroundSigma * Math.Max(1.4826f * threshold.Values[i], 1.5f), MotionOptions.ForegroundFloor);
        }

        return new Camera
        {
            SourceWidth = sourceWidth,
            SourceHeight = sourceHeight,
            PersonHeight = personHeight,
            Background = background,
            Threshold = threshold,
            Light = light,
            LightSpread = lightSpread,
            Steady = steady,
            ShakeSpread = shakeSpread,
        };
    }

    // At least so many cells that a window fits between the borders.
    private static int Cells(double pixels) =>
        MotionOptions.Cell * Math.Max(MotionOptions.Window + 2, (int)Math.Round(pixels / MotionOptions.Cell, MidpointRounding.ToEven));
}
