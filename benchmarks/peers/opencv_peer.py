#!/usr/bin/python3
"""OpenCV DNN: opencv_peer.py MODEL(without .onnx) THREADS RUNS"""
import sys
import time

import cv2
import numpy as np

WARM_UP = 10


def main():
    name, threads, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    side = int(name.split("-")[-1])
    cv2.setNumThreads(threads)
    network = cv2.dnn.readNetFromONNX(name + ".onnx")
    network.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)
    pixels = (np.arange(3 * side * side) * 7919 % 256 / 127.5 - 1).astype(np.float32).reshape(1, side, side, 3)
    image = np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))
    times = []
    for run in range(-WARM_UP, runs):
        start = time.perf_counter()
        network.setInput(image)
        scores = network.forward()
        if run >= 0:
            times.append(1e3 * (time.perf_counter() - start))
    times.sort()
    top = int(scores.argmax())
    print(f"median_ms={times[len(times) // 2]:.5f} min_ms={times[0]:.5f} top={top} score={scores.flat[top]:.6f}")


if __name__ == "__main__":
    main()
