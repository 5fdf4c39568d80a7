using Samples;

return args switch
{
    ["train", var photos, var zip] => TrainAndSave.Run(photos, zip),
    ["serve", var model, var folder] => await ScoringService.RunAsync(model, folder),
    ["detector", var photos, var results] => OwnDetector.Run(photos, results),
    ["heatmap", var model, var photo, var png] => HeatMap.Run(model, photo, png),
    ["watch", var model, var video] => WatchVideo.Run(model, video),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run --project samples -- train PHOTOS MODEL.zip       learn from a folder of good photos, save stock ML.NET
        dotnet run --project samples -- serve MODEL.zip PHOTOS       score a stream of pictures on several threads
        dotnet run --project samples -- detector PHOTOS OUT          a detector of one's own
        dotnet run --project samples -- heatmap MODEL.zip PHOTO PNG  a heat map, without MLPipeline
        dotnet run --project samples -- watch MODEL.zip VIDEO        score frames and tell of events (MLPipeline.Video)
        """);
    return 2;
}
