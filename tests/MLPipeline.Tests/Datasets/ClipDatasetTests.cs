using System.Text;
using MLPipeline.Datasets;
using SkiaSharp;

namespace MLPipeline.Tests.Datasets;

public class ClipDatasetTests
{
    [Fact]
    public void Folders_of_frames_with_a_table_of_labels()
    {
        using var folder = new TempFolder("square");
        Frames(folder, "train/a", "000.jpg", "001.jpg", "002.jpg");
        Frames(folder, "test/b", "2.png", "10.png", "1.png");
        folder.Write("frame_labels.csv", "clip,frame,label,kind\nb,10.png,1,fight\nb,0,0,\nb,2,0,\n");
        var camera = Assert.Single(ClipDataset.Open(folder.Root).Categories);

        Assert.Equal("square", camera.Name);
        var clip = Assert.Single(camera.Test);
        // In the order of the numbers: 1, 2, 10.
        Assert.Equal(["1.png", "2.png", "10.png"], ((FrameFolder)clip.Source).Paths.Select(Path.GetFileName));
        Assert.Equal([null, null, "fight"], clip.Labels);
        Assert.True(ClipDataset.LooksLike(folder.Root));
    }

    [Fact]
    public void UCSDs_folders_with_masks_beside_the_clips()
    {
        using var folder = new TempFolder("UCSDped2");
        Frames(folder, "Train/Train001", "001.tif", "002.tif");
        Frames(folder, "Test/Test001", "001.tif", "002.tif");
        folder.Write("Test/Test001_gt/001.bmp", Mask(black: true));
        folder.Write("Test/Test001_gt/002.bmp", Mask(black: false));
        var camera = Assert.Single(ClipDataset.Open(folder.Root).Categories);

        Assert.Equal(["Train001", "Test001"], camera.Clips.Select(c => c.Name));
        Assert.Equal([false, true], camera.Test.Single().Labels!.Select(l => l is not null));
    }

    [Fact]
    public void ShanghaiTechs_cameras_are_categories_and_its_arrays_labels()
    {
        using var folder = new TempFolder("shanghaitech");
        Frames(folder, "training/frames/01_001", "000.jpg", "001.jpg");
        Frames(folder, "training/frames/02_001", "000.jpg", "001.jpg");
        Frames(folder, "testing/frames/01_0014", "000.jpg", "001.jpg", "002.jpg");
        folder.Write("testing/test_frame_mask/01_0014.npy", Npy("|u1", "(3,)", [0, 1, 1]));
        var dataset = ClipDataset.Open(folder.Root);

        Assert.Equal(["shanghaitech-01", "shanghaitech-02"], dataset.Categories.Select(c => c.Name));
        Assert.Equal([false, true, true], dataset.Categories[0].Test.Single().Labels!.Select(l => l is not null));
    }

    [Fact]
    public void Labels_of_frames_that_do_not_exist_are_refused_with_their_line()
    {
        using var folder = Plain();
        folder.Write("frame_labels.csv", "clip,frame,label\nb,000.jpg,0\nb,009.jpg,1\n");
        var error = Assert.Throws<ClipException>(() => ClipDataset.Open(folder.Root));
        Assert.Contains("line 3: 009.jpg", error.Message, StringComparison.Ordinal);

        folder.Write("frame_labels.csv", "clip,frame,label\nc,000.jpg,0\n");
        error = Assert.Throws<ClipException>(() => ClipDataset.Open(folder.Root));
        Assert.Contains("names clips that are not there: c", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_of_another_length_and_MATLAB_files_are_refused_with_the_way_out()
    {
        using var folder = Plain();
        folder.Write("labels/b.npy", Npy("<i8", "(2,)", new byte[16]));
        Assert.Contains("labels of 2 frames", Assert.Throws<ClipException>(() => ClipDataset.Open(folder.Root)).Message, StringComparison.Ordinal);

        File.Delete(folder["labels/b.npy"]);
        folder.Write("labels/b.mat", "MATLAB 5.0");
        Assert.Contains("scipy.io.loadmat", Assert.Throws<ClipException>(() => ClipDataset.Open(folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_frames_and_a_clip_that_is_in_both_splits_are_told()
    {
        using var folder = new TempFolder("square");
        Frames(folder, "train/a", "000.jpg", "001.jpg", "005.jpg", "006.jpg");
        Frames(folder, "test/b", "000.jpg", "001.jpg", "005.jpg", "006.jpg");
        var warnings = ClipDataset.Open(folder.Root).Warnings;

        Assert.Contains(warnings, w => w.Contains("'a' lacks frames: 2 to 4", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.Contains("training clip 'a' and the test clip 'b' are the same", StringComparison.Ordinal));
    }

    [Fact]
    public void Labels_of_whole_clips_belong_to_the_folder_validation()
    {
        using var folder = Plain();
        Frames(folder, "validation/fight", "000.jpg", "001.jpg");
        folder.Write("clips.csv", "clip,label,kind\nfight,1,fight\n");
        Assert.Equal("fight", ClipDataset.Open(folder.Root).Categories[0].Validation.Single().WeakLabel!.Kind);

        folder.Write("clips.csv", "clip,label\nother,1\n");
        Assert.Contains("do not fit together", Assert.Throws<ClipException>(() => ClipDataset.Open(folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Single_photos_are_no_clips()
    {
        using var folder = new TempFolder("bottle");
        Frames(folder, "train/good", "000.png");
        Frames(folder, "test/good", "000.png");
        Assert.False(ClipDataset.LooksLike(folder.Root));
        Assert.Throws<ClipException>(() => ClipDataset.Open(folder["nowhere"]));
    }

    [Fact]
    public void Inspection_finds_frames_of_several_sizes_and_few_clips()
    {
        using var folder = Plain();
        folder.Write("test/b/003.jpg", Picture(32, 16));
        folder.Write("test/b/004.jpg", "no picture");
        var (clips, findings) = ClipInspection.Run(ClipDataset.Open(folder.Root));

        Assert.Equal("24 x 16, 32 x 16", clips.Single(c => c.Clip.Name == "b").Size);
        Assert.Contains(findings, f => f.Severity == Severity.Error && f.Message.Contains("several sizes", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.Severity == Severity.Error && f.Message.Contains("cannot be read", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.Message.Contains("1 training clip(s) are few", StringComparison.Ordinal));
    }

    private static TempFolder Plain()
    {
        var folder = new TempFolder("square");
        Frames(folder, "train/a", "000.jpg", "001.jpg");
        Frames(folder, "test/b", "000.jpg", "001.jpg", "002.jpg");
        return folder;
    }

    private static void Frames(TempFolder folder, string clip, params string[] names)
    {
        foreach (var name in names)
        {
            folder.Write($"{clip}/{name}", Picture(24, 16));
        }
    }

    private static byte[] Picture(int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }

    private static byte[] Mask(bool black)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(24, 16, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Erase(black ? SKColors.Black : SKColors.White);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static byte[] Npy(string type, string shape, byte[] values)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. values];
    }
}
